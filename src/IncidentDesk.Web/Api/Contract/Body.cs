using System.Reflection;
using System.Text.Json;
using System.Text.Unicode;
using IncidentDesk.Kernel;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace IncidentDesk.Web.Api.Contract;

/// <summary>Something that was read from a request and may have turned out unusable; the endpoint is not called then.</summary>
internal interface IReadFromRequest
{
    /// <summary>The answer that says what is wrong; null when all is well.</summary>
    IResult? Problem { get; }
}

/// <summary>The JSON body of a request, read as a record. A body may be left out when everything in it may be.</summary>
internal class Body<T> : IReadFromRequest, IEndpointParameterMetadataProvider
    where T : class
{
    private T? _value;

    /// <summary>What was sent; ask only when there is no <see cref="Problem"/>.</summary>
    public T Value => _value ?? throw new InvalidOperationException("The body could not be read.");

    public IResult? Problem { get; private set; }

    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var body = new Body<T>();
        await body.ReadAsync(context, (reader, json) => reader.ReadRecord(json, typeof(T), null, "") as T);
        return body;
    }

    // Any content type reaches the endpoint: a wrong one is answered with a sentence, not by routing with an empty 415.
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["*/*"], typeof(T), isOptional: Shape.Of(typeof(T)).Members.All(m => m.Optional)));

    protected async Task ReadAsync(HttpContext context, Func<StrictReader, JsonElement, T?> read)
    {
        var (bytes, problem) = await BodyBytes.ReadAsync(context);
        if (bytes is null)
        {
            Problem = problem;
            return;
        }
        var empty = bytes.Length == 0 && Shape.Of(typeof(T)).Members.All(m => m.Optional);
        try
        {
            using var json = JsonDocument.Parse(empty ? "{}"u8.ToArray() : bytes, new JsonDocumentOptions { MaxDepth = ApiJson.MaxDepth });
            var reader = new StrictReader();
            _value = read(reader, json.RootElement);
            Problem = reader.Errors.Count == 0 ? null : new Refusal.Invalid(reader.Errors).ToProblem();
        }
        catch (JsonException error)
        {
            Problem = Problems.BadBody(bytes.Length == 0 ? "The body is empty." : NotJson(error));
        }
    }

    private static string NotJson(JsonException error) =>
        $"The body is not valid JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}); "
        + $"it must be complete, in UTF-8, and nested at most {ApiJson.MaxDepth} deep.";
}

/// <summary>
/// The body of a PUT: a record, and the <c>version</c> that was read before it was changed. What only a GET of the thing has (<typeparamref name="TView"/>)
/// may be sent back with it and is passed over.
/// </summary>
internal sealed class Change<T, TView> : Body<T>, IEndpointParameterMetadataProvider
    where T : class
{
    /// <summary>The version that the sender saw.</summary>
    public long Version { get; private set; }

    public static new async ValueTask<Change<T, TView>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var change = new Change<T, TView>();
        await change.ReadAsync(context, (reader, json) =>
        {
            change.Version = VersionOf(reader, json);
            return reader.ReadRecord(json, typeof(T), typeof(TView), "") as T;
        });
        return change;
    }

    public static new void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(["*/*"], typeof(T)));
        builder.Metadata.Add(new VersionedBody());
    }

    private static long VersionOf(StrictReader reader, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("version", out var version))
        {
            reader.Wrong("version", "This is missing: send the version that you read.");
            return 0;
        }
        return Leaf.Read(version, typeof(long), message => reader.Wrong("version", message)) as long? ?? 0;
    }
}

/// <summary>Says to the OpenAPI document that a body also carries a <c>version</c>.</summary>
internal sealed record VersionedBody;

/// <summary>Reads bodies within their limits.</summary>
internal static class BodyBytes
{
    /// <summary>Most bytes of an API body.</summary>
    public const int Most = 256 * 1024;

    /// <summary>The bytes, kept with the request for <see cref="Of"/>, or the answer that says why not.</summary>
    public static async Task<(byte[]? Bytes, IResult? Problem)> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > Most)
        {
            return (null, Problems.TooLarge(Most));
        }
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int read; (read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0;)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > Most)
            {
                return (null, Problems.TooLarge(Most));
            }
        }
        var bytes = buffer.ToArray();
        if (bytes.Length > 0 && !IsJson(context.Request.ContentType))
        {
            return (null, Problems.WrongType());
        }
        if (!Utf8.IsValid(bytes))
        {
            return (null, Problems.BadBody("The body is not valid UTF-8."));
        }
        context.Features.Set(new Kept(bytes));
        return (bytes, null);
    }

    /// <summary>The bytes that were read; none when the endpoint reads no body.</summary>
    public static byte[] Of(HttpContext context) => context.Features.Get<Kept>()?.Bytes ?? [];

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private sealed record Kept(byte[] Bytes);
}
