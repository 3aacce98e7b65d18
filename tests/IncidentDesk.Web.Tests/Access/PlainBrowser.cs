using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace IncidentDesk.Web.Tests.Access;

/// <summary>
/// What a browser does to forms and cookies, and nothing more: follows no redirect, and keeps Secure cookies although the test speaks http, as browsers do
/// for localhost.
/// </summary>
internal sealed class PlainBrowser(Uri address) : IDisposable
{
    private readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };

    /// <summary>By name.</summary>
    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>Sent with every request.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    public bool IsSignedIn => Cookies.ContainsKey("__Host-desk");

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        if (Cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
        }
        var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Keep(answer);
        return answer;
    }

    /// <summary>Loads the page, fills in its form of that name and posts it, with every hidden field that is not given another value.</summary>
    public async Task<HttpResponseMessage> PostFormAsync(string path, string form, params (string Name, string Value)[] fields)
    {
        var answer = await GetAsync(path);
        var page = await DocumentAsync(answer);
        var found = page.Forms.FirstOrDefault(f => f.QuerySelector("input[name=_handler]")?.GetAttribute("value") == form)
            ?? throw new InvalidOperationException($"The page {path} ({(int)answer.StatusCode}) has no form {form}: {page.Body?.TextContent}");
        var values = found.QuerySelectorAll("input[type=hidden]").Select(i => (Name: i.GetAttribute("name")!, Value: i.GetAttribute("value") ?? ""))
            .Where(hidden => !fields.Any(f => f.Name == hidden.Name)).Concat(fields);
        return await SendAsync(HttpMethod.Post, path, Form(values));
    }

    public Task<HttpResponseMessage> SignInAsync(string email, string password, string query = "") =>
        PostFormAsync("/sign-in" + query, "sign-in", ("email", email), ("password", password));

    public static FormUrlEncodedContent Form(IEnumerable<(string Name, string Value)> fields) =>
        new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    public static async Task<IHtmlDocument> DocumentAsync(HttpResponseMessage answer) =>
        new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());

    public void Dispose() => _client.Dispose();

    private void Keep(HttpResponseMessage answer)
    {
        foreach (var header in answer.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
        {
            var pair = header.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0)
            {
                Cookies.Remove(pair[0]);
            }
            else
            {
                Cookies[pair[0]] = pair[1];
            }
        }
    }
}
