using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Web.Tests.Journeys.Kills;

/// <summary>
/// A client that goes on until it has an answer: to a node that is gone it asks the other one, the same request under the same Idempotency-Key.
/// </summary>
internal sealed class StubbornClient : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly HttpClient[] _nodes;
    private int _broken;

    public StubbornClient(TwoNodes site) => _nodes = [.. site.Ports.Select(port =>
    {
        var node = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/v1/") };
        node.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Outage.AdministratorToken);
        return node;
    })];

    /// <summary>How many requests have reached a node that died before it answered.</summary>
    public int Broken => Volatile.Read(ref _broken);

    public async Task<JsonNode> PostAsync(int node, string path, object body) => JsonNode.Parse(await SendAsync(node, HttpMethod.Post, path, body))!;

    public async Task<JsonNode> PutAsync(int node, string path, object body) => JsonNode.Parse(await SendAsync(node, HttpMethod.Put, path, body))!;

    public async Task<JsonNode> GetAsync(int node, string path) => JsonNode.Parse(await TextAsync(node, path))!;

    public Task<string> TextAsync(int node, string path) => SendAsync(node, HttpMethod.Get, path, body: null);

    public void Dispose()
    {
        foreach (var node in _nodes)
        {
            node.Dispose();
        }
    }

    private async Task<string> SendAsync(int node, HttpMethod method, string path, object? body)
    {
        var key = Guid.NewGuid().ToString();
        string? text = null;
        await Wait.UntilAsync(async () => (text = await TryAsync(_nodes[node++ % _nodes.Length], method, path, body, key)) is not null, Deadline, $"an answer to {method} {path}");
        return text!;
    }

    /// <summary>Null when the node is not there, or has died over the request.</summary>
    private async Task<string?> TryAsync(HttpClient node, HttpMethod method, string path, object? body, string key)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", key);
            using var answer = await node.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            answer.StatusCode.ShouldBeOneOf([HttpStatusCode.OK, HttpStatusCode.Created], $"{method} {path}: {text}");
            return text;
        }
        catch (HttpRequestException lost)
        {
            if (lost.HttpRequestError != HttpRequestError.ConnectionError)
            {
                Interlocked.Increment(ref _broken);
            }
            return null;
        }
    }
}
