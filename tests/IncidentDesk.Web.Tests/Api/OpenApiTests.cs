using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IncidentDesk.Kernel;
using IncidentDesk.Web.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Web.Tests.Api;

public sealed partial class OpenApiTests(SharedApi api) : IClassFixture<SharedApi>
{
    [Fact]
    public async Task The_document_lists_every_route_of_the_api_and_is_open_to_all()
    {
        var paths = (await DocumentAsync())["paths"]!.AsObject();

        var described = paths.SelectMany(p => p.Value!.AsObject().Select(o => $"{o.Key.ToUpperInvariant()} {p.Key}")).ToHashSet();
        var routes = api.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Select(m => $"{m} {Constraint().Replace(e.RoutePattern.RawText!, "}").TrimEnd('/')}"))
            .ToHashSet();
        routes.Count.ShouldBeGreaterThan(50);
        routes.Except(described).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_operation_says_what_it_is_for_what_it_answers_and_what_it_refuses()
    {
        var document = await DocumentAsync();

        var operations = document["paths"]!.AsObject().Where(p => p.Key.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(p => p.Value!.AsObject().Select(o => (Name: $"{o.Key} {p.Key}", Operation: o.Value!))).ToList();

        operations.ShouldAllBe(o => o.Operation["summary"] != null, "summary");
        operations.ShouldAllBe(o => o.Operation["responses"]!.AsObject().Any(r => r.Key.StartsWith('2')), "success");
        operations.ShouldAllBe(o => o.Operation["responses"]!["401"] != null, "401");
        operations.Select(o => (string)o.Operation["operationId"]!).ShouldBeUnique();
        operations.Where(o => o.Operation["requestBody"] is not null).ShouldAllBe(o => o.Operation["requestBody"]!["content"]!["application/json"] != null, "body");
        // A pin and a watch are marks without a body, and so without a version.
        operations.Where(o => o.Name.StartsWith("put", StringComparison.Ordinal) && !o.Name.EndsWith("/pin", StringComparison.Ordinal) && !o.Name.EndsWith("/watch", StringComparison.Ordinal))
            .ShouldAllBe(o => o.Operation["requestBody"]!.ToJsonString().Contains("version"), "version");
    }

    [Fact]
    public async Task Values_are_described_as_they_are_sent()
    {
        var document = await DocumentAsync();
        var schemas = document["components"]!["schemas"]!;

        Property(schemas, "ServiceView", "groupingWindow").ShouldSatisfyAllConditions(
            p => p["type"]!.ToString().ShouldBe("string"), p => p["format"]!.ToString().ShouldBe("duration"));
        Property(schemas, "ServiceView", "createdAt").ShouldSatisfyAllConditions(
            p => p["type"]!.ToString().ShouldBe("string"), p => p["format"]!.ToString().ShouldBe("date-time"));
        Property(schemas, "PersonView", "disabledAt")["type"]!.AsArray().Select(t => (string)t!).ShouldBe(["null", "string"], ignoreOrder: true);
        schemas["Severity"]!["enum"]!.AsArray().Select(v => (string)v!).ShouldBe(["SEV1", "SEV2", "SEV3", "SEV4", "SEV5"]);
        schemas["Role"]!["enum"]!.AsArray().Select(v => (string)v!).ShouldBe(["viewer", "responder", "manager", "administrator"]);
        schemas["TeamDraft"]!["required"]!.AsArray().Select(v => (string)v!).ShouldBe(["name"]);
        document["components"]!["securitySchemes"]!["bearer"]!["scheme"]!.ToString().ShouldBe("bearer");
    }

    private static JsonNode Property(JsonNode schemas, string schema, string name)
    {
        var property = schemas[schema]!["properties"]![name]!;
        return (string?)property["$ref"] is { } reference ? schemas[reference.Split('/')[^1]]! : property;
    }

    private async Task<JsonNode> DocumentAsync() => (await api.Host.Stranger.GetAsync("/openapi/v1.json")).Is(HttpStatusCode.OK).Json;

    [GeneratedRegex(@":[a-z]+\}")]
    private static partial Regex Constraint();
}
