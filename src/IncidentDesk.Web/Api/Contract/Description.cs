using System.Text.Json.Nodes;
using IncidentDesk.Incidents;
using IncidentDesk.Web.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IncidentDesk.Web.Api.Contract;

/// <summary>A parameter in the query part of an address, for the OpenAPI document.</summary>
internal sealed record QueryParameter(string Name, string Description, Type Type, bool Required = false);

/// <summary>Makes the OpenAPI document (3.1) say what the contract says.</summary>
internal static class Description
{
    private static readonly string[] Refusals = ["400", "401", "403", "404", "409", "413", "415", "422"];

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = description => Doors.IsForPrograms("/" + description.RelativePath);
        options.AddSchemaTransformer(DescribeValueAsync);
        options.AddOperationTransformer(DescribeOperationAsync);
        options.AddDocumentTransformer(DescribeDocumentAsync);
    });

    /// <summary>Says what an endpoint is for, and what it answers.</summary>
    public static RouteHandlerBuilder Says(this RouteHandlerBuilder endpoint, string tag, string summary, int status = StatusCodes.Status200OK, Type? body = null) =>
        endpoint.WithTags(tag).WithSummary(summary).WithMetadata(new ProducesResponseTypeMetadata(status, body ?? typeof(void), body is null ? [] : ["application/json"]));

    /// <summary>Says that an endpoint reads a parameter from the query.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, string name, string description, bool required = false) =>
        endpoint.WithMetadata(new QueryParameter(name, description, typeof(T), required));

    /// <summary>Says that an endpoint answers one page of a list.</summary>
    public static RouteHandlerBuilder Pages(this RouteHandlerBuilder endpoint) => endpoint
        .Takes<string>("cursor", "The nextCursor of the page before.")
        .Takes<int>("limit", $"Most items, 1 to {Storage.PageAsk.MostItems}; {Storage.PageAsk.DefaultItems} by default.");

    private static Task DescribeValueAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        var nullable = type != context.JsonTypeInfo.Type;
        if (type == typeof(TimeSpan))
        {
            Text(schema, nullable, "duration", "PT5M");
        }
        else if (type == typeof(DateTimeOffset))
        {
            Text(schema, nullable, "date-time", "2026-11-23T09:00:00Z");
        }
        else if (type == typeof(Severity))
        {
            Text(schema, nullable, null, "SEV2");
            schema.Enum = [.. Leaf.WordsOf(type).Select(word => (JsonNode)JsonValue.Create(word))];
        }
        return Task.CompletedTask;
    }

    private static void Text(OpenApiSchema schema, bool nullable, string? format, string example)
    {
        schema.Type = nullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        (schema.Format, schema.Pattern, schema.Examples) = (format, null, [JsonValue.Create(example)]);
    }

    private static async Task DescribeOperationAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.OperationId ??= NameOf(context.Description.HttpMethod!, context.Description.RelativePath!);
        foreach (var parameter in metadata.OfType<QueryParameter>())
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Required = parameter.Required,
                Description = parameter.Description,
                Schema = await context.GetOrCreateSchemaAsync(parameter.Type, null, cancellation),
            });
        }
        if (operation.RequestBody is OpenApiRequestBody body)
        {
            DescribeBody(body, metadata.OfType<VersionedBody>().Any());
        }
        if (context.Description.RelativePath!.StartsWith("api/", StringComparison.Ordinal))
        {
            DescribeKey(operation, context);
            DescribeRefusals(operation, context);
        }
    }

    private static void DescribeBody(OpenApiRequestBody body, bool versioned)
    {
        if (body.Content is null || !body.Content.Remove("*/*", out var media))
        {
            return;
        }
        if (versioned)
        {
            var version = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Description = "The version that was read." };
            media.Schema = new OpenApiSchema
            {
                AllOf = [media.Schema!, new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string> { "version" },
                    Properties = new Dictionary<string, IOpenApiSchema> { ["version"] = version },
                }],
            };
        }
        body.Content["application/json"] = media;
    }

    private static void DescribeKey(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (HttpMethods.IsPost(context.Description.HttpMethod!) && !context.Description.ActionDescriptor.EndpointMetadata.OfType<NotIdempotent>().Any())
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = Idempotency.Header,
                In = ParameterLocation.Header,
                Description = "A repeated request under the same key within 24 hours gets the response of the first and has no further effect.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 200 },
            });
        }
    }

    private static void DescribeRefusals(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var reads = HttpMethods.IsGet(context.Description.HttpMethod!);
        foreach (var status in Refusals.Where(s => !reads || s is "401" or "403" or "404" or "422"))
        {
            (operation.Responses ??= []).TryAdd(status, new OpenApiResponseReference("Problem", context.Document));
        }
    }

    private static Task DescribeDocumentAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo { Title = "IncidentDesk", Version = "v1" };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes["bearer"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API token: desk_...",
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas["Problem"] = ProblemSchema();
        document.Components.Responses ??= new Dictionary<string, IOpenApiResponse>();
        document.Components.Responses["Problem"] = new OpenApiResponse
        {
            Description = "Problem details (RFC 9457).",
            Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference("Problem", document) } },
        };
        return Task.CompletedTask;
    }

    private static OpenApiSchema ProblemSchema()
    {
        static OpenApiSchema Of(JsonSchemaType type, string? description = null) => new() { Type = type, Description = description };
        var error = Of(JsonSchemaType.Object);
        error.Properties = new Dictionary<string, IOpenApiSchema> { ["field"] = Of(JsonSchemaType.String), ["message"] = Of(JsonSchemaType.String) };
        var errors = Of(JsonSchemaType.Array, "Every invalid member, with the reason (422).");
        errors.Items = error;
        var problem = Of(JsonSchemaType.Object);
        problem.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Of(JsonSchemaType.String),
            ["title"] = Of(JsonSchemaType.String),
            ["status"] = Of(JsonSchemaType.Integer),
            ["detail"] = Of(JsonSchemaType.String, "A sentence for people."),
            ["errors"] = errors,
            ["currentVersion"] = Of(JsonSchemaType.Integer, "The current version of the resource (409)."),
        };
        return problem;
    }

    /// <summary><c>getTeamsById</c> from <c>GET api/v1/teams/{id}</c>.</summary>
    private static string NameOf(string method, string path) => method.ToLowerInvariant() + string.Concat(path.Split('/', '-')
        .Where(part => part is not ("api" or "v1"))
        .Select(part => part.StartsWith('{') ? "By" + Capital(part.Trim('{', '}').Split(':')[0]) : Capital(part)));

    private static string Capital(string word) => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..];
}
