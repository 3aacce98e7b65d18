using System.Net.Http.Headers;
using System.Text;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.Notifications.Channels;

namespace IncidentDesk.Runbooks.Actions;

/// <summary>
/// One call over HTTP by the program's own guarded way out: no redirects, no private networks unless the server allows them, at most 64 KB of the answer are
/// read. A GET or HEAD may be repeated each second until the answer is as expected: that is how a repair is verified.
/// </summary>
internal sealed class HttpAction : IAction, IDisposable
{
    private const int MostBody = 64 * 1024;
    private const int MostAnswer = 64 * 1024;
    private const int ShownAnswer = 8 * 1024;
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(10);
    private readonly OutgoingHttp _http;

    public HttpAction(NotificationSettings settings)
    {
        _http = new OutgoingHttp(settings);
        // The step has a limit of its own.
        _http.Client.Timeout = Timeout.InfiniteTimeSpan;
    }

    public StepKind Kind => StepKind.Http;

    public bool RunsDry => false;

    public void Check(Check check, string field, RunbookStep step)
    {
        var method = step.Method ?? "GET";
        check.That(Methods.Contains(method), $"{field}.method", $"The method is one of {string.Join(", ", Methods)}.");
        if (check.That(step.Url is { Length: > 0 and <= 2_000 }, $"{field}.url", "Enter the whole address, of at most 2,000 characters."))
        {
            check.That(AddressProblem(step) is null, $"{field}.url", AddressProblem(step) ?? "");
        }
        NamedValues.Check(check, $"{field}.headers", step.Headers, NamedValues.IsHeader, "This is not a header name, or it is reserved for message framing.");
        check.That(step.Headers?.All(h => Text.IsLine(h.Value)) != false, $"{field}.headers", "A header's value is one line.");
        check.That(step.Body is null || (step.Body.Length <= MostBody && method is not ("GET" or "HEAD")), $"{field}.body",
            $"A body has at most {MostBody / 1024} KB, and GET and HEAD have none.");
        check.That(step.ExpectedStatus is null or (>= 100 and <= 599), $"{field}.expectedStatus", "A status is a number from 100 to 599.");
        check.That(step.ExpectedText is null or { Length: > 0 and <= 1_000 }, $"{field}.expectedText", "The text that the response must contain has 1 to 1,000 characters.");
        check.That(!$"{step.Url}{step.Body}{step.ExpectedText}".Contains('\0'), field, "This can't hold NUL.");
        check.That(!step.Retry || method is "GET" or "HEAD", $"{field}.retry", "Only GET and HEAD can be repeated: they change nothing.");
    }

    public string Describe(RunbookStep step, bool dryRun = false) =>
        $"{step.Method ?? "GET"} {step.Url}, expecting {step.ExpectedStatus?.ToString() ?? "2xx"}{(step.ExpectedText is { } text ? $" and \"{text}\"" : "")}";

    public async Task<StepResult> RunAsync(StepRequest request, CancellationToken stop)
    {
        var step = request.Step;
        if (OutgoingHttp.Problem(step.Url!) is { } problem)
        {
            return StepResult.Failed(null, problem);
        }
        for (string? last = null; ;)
        {
            var (result, shown) = await TryOnceAsync(step, stop);
            if (result.Status == StepStatus.Succeeded || !step.Retry)
            {
                request.Output.Line(shown);
                return result;
            }
            // The same answer again and again is said once.
            if (result.Reason != last)
            {
                request.Output.Line($"{result.Reason} Retrying every second.");
                last = result.Reason;
            }
            await Task.Delay(Between, stop);
        }
    }

    public void Dispose() => _http.Dispose();

    private static string? AddressProblem(RunbookStep step) => OutgoingHttp.Problem(SecretReferences.Fill(step, _ => "x").Url!);

    private async Task<(StepResult Result, string Shown)> TryOnceAsync(RunbookStep step, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (step.Retry)
        {
            limit.CancelAfter(OneTry);
        }
        try
        {
            using var request = Compose(step);
            using var response = await _http.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var (answer, cut) = await ReadAsync(response, limit.Token);
            return (Judge(step, (int)response.StatusCode, answer), $"{(int)response.StatusCode} {response.ReasonPhrase}\n{Shown(answer, cut)}");
        }
        catch (HttpRequestException failed)
        {
            var reason = failed.InnerException is ForbiddenAddressException forbidden ? forbidden.Message : $"The address can't be reached: {failed.Message}";
            return (StepResult.Failed(null, reason), reason);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            const string silent = "There was no response within 10 seconds.";
            return (StepResult.Failed(null, silent), silent);
        }
    }

    private static StepResult Judge(RunbookStep step, int status, string answer) =>
        step.ExpectedStatus is { } wanted ? status == wanted ? JudgeText(step, status, answer) : StepResult.Failed(status, $"The response was {status}, expected {wanted}.")
        : status is >= 200 and < 300 ? JudgeText(step, status, answer)
        : StepResult.Failed(status, $"The response was {status}.");

    private static StepResult JudgeText(RunbookStep step, int status, string answer) =>
        step.ExpectedText is null || answer.Contains(step.ExpectedText, StringComparison.Ordinal)
            ? StepResult.Succeeded(status, $"The response was {status}{(step.ExpectedText is null ? "" : " and contains the expected text")}.")
            : StepResult.Failed(status, $"The response was {status} but does not contain \"{step.ExpectedText}\".");

    private static HttpRequestMessage Compose(RunbookStep step)
    {
        var request = new HttpRequestMessage(new HttpMethod(step.Method ?? "GET"), step.Url);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("IncidentDesk", "1"));
        if (step.Body is { } body)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
        }
        foreach (var (name, value) in step.Headers ?? [])
        {
            HttpHeaders? headers = name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) ? request.Content?.Headers : request.Headers;
            if (name.ToLowerInvariant() is "user-agent" or "content-type")
            {
                headers?.Remove(name);
            }
            headers?.TryAddWithoutValidation(name, value);
        }
        return request;
    }

    private static async Task<(string Answer, bool Cut)> ReadAsync(HttpResponseMessage response, CancellationToken stop)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(stop);
        var bytes = new byte[MostAnswer];
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, stop);
        return (Encoding.UTF8.GetString(bytes, 0, read), read == bytes.Length);
    }

    private static string Shown(string answer, bool cut) =>
        answer.Length > ShownAnswer || cut ? answer[..Math.Min(answer.Length, ShownAnswer)] + "\n[The rest of the response is not shown.]" : answer;
}
