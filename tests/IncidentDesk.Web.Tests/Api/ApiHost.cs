using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IncidentDesk.Web.Tests.Api;

/// <summary>One node of the program on a database of its own, asked over real HTTP with API tokens. Ana is its first administrator.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private const string AnasToken = "the-first-token-of-ana";
    private readonly WebApplication _app;
    private int _people;

    private ApiHost(WebApplication app)
    {
        _app = app;
        Ana = With(AnasToken);
    }

    /// <summary>An administrator.</summary>
    public ApiClient Ana { get; }

    /// <summary>Nobody.</summary>
    public ApiClient Stranger => With(null);

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public IServiceProvider Services => _app.Services;

    public static async Task<ApiHost> StartAsync() => await StartAsync(await TestPostgres.NewDatabaseAsync());

    /// <summary>A node on this database, with further settings; its people are as they are, if it has any.</summary>
    public static async Task<ApiHost> StartAsync(string database, params string[] settings)
    {
        var app = await CompositionRoot.BuildAsync([
            "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:IncidentDesk=None",
            "--IncidentDesk:PublicUrl=https://desk.example", "--IncidentDesk:Database:ConnectionString=" + database,
            .. settings.Select(s => "--IncidentDesk:" + s)]);
        app.Configuration["INCIDENTDESK_ADMIN_EMAIL"] = "ana@example.com";
        app.Configuration["INCIDENTDESK_ADMIN_TOKEN"] = AnasToken;
        await app.StartAsync();
        return new ApiHost(app);
    }

    /// <summary>A client with this token.</summary>
    public ApiClient With(string? token) => new(new Uri(_app.Urls.Single()), token);

    /// <summary>A new person's client, and their id.</summary>
    public async Task<(ApiClient Client, string Id)> PersonAsync(string name, string role)
    {
        var email = $"{name.ToLowerInvariant()}{Interlocked.Increment(ref _people)}@example.com";
        var person = await Ana.PostAsync("/people", new { name, email, role });
        var token = await Ana.PostAsync("/tokens", new { name = "test", scope = role, personId = person.Text("id") });
        return (With(token.Text("token")), person.Text("id"));
    }

    public async Task<object?> SqlAsync(string sql)
    {
        await using var command = Get<NpgsqlDataSource>().CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>One host for all tests of a class, which keep out of each other's way by names.</summary>
public sealed class SharedApi : IAsyncLifetime
{
    private ApiHost? _host;
    private int _names;

    internal ApiHost Host => _host!;

    internal ApiClient Ana => Host.Ana;

    /// <summary>A name that no other test has.</summary>
    internal string Name(string word) => $"{word} {Interlocked.Increment(ref _names)}";

    public async ValueTask InitializeAsync() => _host = await ApiHost.StartAsync();

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();
}

/// <summary>What the API answered.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, HttpResponseHeaders Headers, string? ContentType, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body) ?? throw new InvalidOperationException("The answer is null.");

    public string Text(string member) => (string?)Json[member] ?? throw new InvalidOperationException($"No {member} in {Body}");

    public long Version => (long)Json["version"]!;

    /// <summary>Asserts a success.</summary>
    public ApiAnswer Is(HttpStatusCode status)
    {
        Status.ShouldBe(status, Body);
        return this;
    }

    /// <summary>Asserts problem details of this status that say something to people.</summary>
    public ApiAnswer IsProblem(HttpStatusCode status)
    {
        Status.ShouldBe(status, Body);
        ContentType.ShouldBe("application/problem+json");
        ((int)Json["status"]!).ShouldBe((int)status);
        Text("title").ShouldNotBeEmpty();
        return this;
    }

    /// <summary>Asserts a 422 that names these fields, in order.</summary>
    public void Names(params string[] fields)
    {
        IsProblem(HttpStatusCode.UnprocessableEntity);
        Json["errors"]!.AsArray().Select(e => (string)e!["field"]!).ShouldBe(fields);
        Json["errors"]!.AsArray().ShouldAllBe(e => ((string)e!["message"]!).Length > 10);
    }
}

/// <summary>Calls the API as one person; paths are below <c>/api/v1</c>.</summary>
internal sealed class ApiClient(Uri address, string? token)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<ApiAnswer> PostAsync(string path, object? body = null, string? key = null) => SendAsync(HttpMethod.Post, path, Json(body), key);

    public Task<ApiAnswer> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, Json(body));

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    /// <summary>Posts bytes as they are.</summary>
    public Task<ApiAnswer> PostRawAsync(string path, string body, string? contentType = "application/json") => PostRawAsync(path, Encoding.UTF8.GetBytes(body), contentType);

    public Task<ApiAnswer> PostRawAsync(string path, byte[] body, string? contentType = "application/json")
    {
        var content = new ByteArrayContent(body);
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }
        return SendAsync(HttpMethod.Post, path, content);
    }

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, HttpContent? content, string? key = null, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, path.StartsWith("/openapi", StringComparison.Ordinal) ? path : "/api/v1" + path)) { Content = content };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }
        using var response = await Http.SendAsync(request, cancellation);
        return new ApiAnswer(response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(cancellation));
    }

    private static StringContent? Json(object? body) =>
        body is null ? null : new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
}
