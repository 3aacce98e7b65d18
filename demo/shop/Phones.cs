using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace IncidentDesk.DemoShop;

/// <summary>
/// The phones of the demo's people: each takes the desk's webhook messages (docs/webhooks.md) and shows the newest ones, with the link that acknowledges. Signatures are
/// not looked at: whoever is on this machine may ring.
/// </summary>
internal sealed class Phones
{
    private const int AtMost = 20;
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private readonly ConcurrentDictionary<string, List<Message>> _messages = new();

    /// <summary>Keeps a message, and the newest ones before it.</summary>
    public IResult Take(string name, Message message)
    {
        var messages = _messages.GetOrAdd(name, _ => []);
        lock (messages)
        {
            messages.Insert(0, message);
            messages.RemoveRange(Math.Min(AtMost, messages.Count), Math.Max(0, messages.Count - AtMost));
        }
        return Results.Ok();
    }

    /// <summary>The phone as a page.</summary>
    public IResult Show(string name)
    {
        var messages = _messages.GetOrAdd(name, _ => []);
        string items;
        lock (messages)
        {
            items = string.Concat(messages.Select(m => $"<li><a href=\"{Html(m.Link)}\">{Html(m.Title)}</a><p>{Html(m.Detail)}</p></li>"));
        }
        return Results.Content($$"""
            <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="3"><link rel="icon" href="data:,">
            <title>Phone of {{Html(name)}}</title>
            <style>body{font:1rem/1.5 system-ui,sans-serif;max-width:24rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}ul{list-style:none;padding:0}li{border:1px solid #8888;border-radius:12px;padding:.75rem 1rem;margin:.75rem 0}p{margin:.25rem 0 0;white-space:pre-line}</style>
            <h1>Phone of {{Html(name)}}</h1>{{(items.Length == 0 ? "<p>Nothing has come yet.</p>" : $"<ul>{items}</ul>")}}</html>
            """, "text/html; charset=utf-8");
    }

    /// <summary>Reads a message; null where the body is none.</summary>
    public static async Task<Message?> ReadAsync(HttpRequest request)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<Message>(request.Body, Web, request.HttpContext.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Html(string? text) => WebUtility.HtmlEncode(text ?? "");
}

/// <summary>What a message of the desk says, as far as a phone shows it.</summary>
internal sealed record Message(string? Title, string? Detail, string? Link);
