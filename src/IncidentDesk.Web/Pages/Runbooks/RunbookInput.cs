using System.Globalization;
using System.Text.RegularExpressions;
using IncidentDesk.Kernel;
using IncidentDesk.Runbooks;
using IncidentDesk.Web.Pages.Forms;

namespace IncidentDesk.Web.Pages.Runbooks;

/// <summary>A runbook as it stands in the editor.</summary>
public sealed partial class RunbookInput : StepsInput<RunbookInput.StepInput>
{
    public string? Name { get; set; }

    public string? ServiceId { get; set; }

    public static RunbookInput Of(RunbookView runbook)
    {
        var input = new RunbookInput { Name = runbook.Name, ServiceId = runbook.ServiceId.ToString() };
        input.Steps.Clear();
        input.Steps.AddRange(runbook.Steps.Select(StepInput.Of));
        return input;
    }

    /// <summary>The draft, or the refusal of what can't be read.</summary>
    public Outcome<RunbookDraft> ToDraft()
    {
        var check = new Check();
        var service = Choice.IdOf(ServiceId);
        check.That(service is not null, "serviceId", RunbookTexts.ServiceMissing);
        foreach (var (i, step) in Steps.Index())
        {
            step.Check(check, $"steps[{i}]");
        }
        return check.Failed ? check.Refusal : new RunbookDraft(Name ?? "", service!.Value, [.. Steps.Select(s => s.ToStep())]);
    }

    /// <summary>A refusal whose fields are those of the form: what is wrong with a part of a list is said at the list.</summary>
    public static Outcome<T> AtFields<T>(Outcome<T> outcome) => outcome.Refusal is Refusal.Invalid invalid
        ? new Refusal.Invalid([.. invalid.Errors.Select(e => e with { Field = Part().Replace(e.Field, "${field}") })])
        : outcome;

    [GeneratedRegex(@"^(?<field>steps\[\d+\]\.\w+)[\[.].*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Part();

    /// <summary>One step in the editor; lists are typed one entry a line.</summary>
    public sealed class StepInput
    {
        public StepKind Kind { get; set; }
        public string? Title { get; set; }
        public string? Text { get; set; }

        /// <summary>The program, then one argument a line.</summary>
        public string? Command { get; set; }

        /// <summary>NAME=value, one a line.</summary>
        public string? Environment { get; set; }
        public string? Method { get; set; } = "GET";
        public string? Url { get; set; }

        /// <summary>Name: value, one a line.</summary>
        public string? Headers { get; set; }
        public string? Body { get; set; }
        public string? ExpectedStatus { get; set; }
        public string? ExpectedText { get; set; }
        public bool Retry { get; set; }
        public string? Playbook { get; set; }

        /// <summary>name=value, one a line.</summary>
        public string? Variables { get; set; }

        /// <summary>Minutes.</summary>
        public string? TimeLimit { get; set; } = Minutes.Text(RunbookStep.DefaultTimeLimit);

        internal static StepInput Of(RunbookStep step) => new()
        {
            Kind = step.Kind,
            Title = step.Title,
            Text = step.Text,
            Command = step.Command is null ? null : string.Join('\n', step.Command),
            Environment = Lines(step.Environment, "="),
            Method = step.Method ?? "GET",
            Url = step.Url,
            Headers = Lines(step.Headers, ": "),
            Body = step.Body,
            ExpectedStatus = step.ExpectedStatus?.ToString(CultureInfo.InvariantCulture),
            ExpectedText = step.ExpectedText,
            Retry = step.Retry,
            Playbook = step.Playbook,
            Variables = Lines(step.Variables, "="),
            TimeLimit = Minutes.Text(step.Limit()),
        };

        internal void Check(Check check, string field)
        {
            check.That(Kind == StepKind.Text || Minutes.Parse(TimeLimit) is { Ticks: > 0 }, $"{field}.timeLimit", RunbookTexts.TimeLimitWrong);
            check.That(Kind != StepKind.Http || string.IsNullOrWhiteSpace(ExpectedStatus) || int.TryParse(ExpectedStatus, out _), $"{field}.expectedStatus", RunbookTexts.StatusWrong);
            check.That(Kind != StepKind.Command || Values(Environment, '=') is not null, $"{field}.environment", RunbookTexts.EnvironmentWrong);
            check.That(Kind != StepKind.Http || Values(Headers, ':') is not null, $"{field}.headers", RunbookTexts.HeadersWrong);
            check.That(Kind != StepKind.Ansible || Values(Variables, '=') is not null, $"{field}.variables", RunbookTexts.VariablesWrong);
        }

        internal RunbookStep ToStep() => Kind switch
        {
            StepKind.Text => new(Kind, Title?.Trim() ?? "", Text: Text),
            StepKind.Command => new(Kind, Title?.Trim() ?? "", Command: [.. Rows(Command)], Environment: Values(Environment, '='), TimeLimit: Minutes.Parse(TimeLimit)),
            StepKind.Http => new(Kind, Title?.Trim() ?? "", Method: Method, Url: Url?.Trim(), Headers: Values(Headers, ':'), Body: None(Body),
                ExpectedStatus: int.TryParse(ExpectedStatus, out var status) ? status : null, ExpectedText: None(ExpectedText), Retry: Retry, TimeLimit: Minutes.Parse(TimeLimit)),
            _ => new(Kind, Title?.Trim() ?? "", Playbook: Playbook?.Trim(), Variables: Values(Variables, '='), TimeLimit: Minutes.Parse(TimeLimit)),
        };

        private static string? None(string? text) => string.IsNullOrEmpty(text) ? null : text;

        private static string? Lines(IReadOnlyList<NamedValue>? values, string between) =>
            values is null ? null : string.Join('\n', values.Select(v => v.Name + between + v.Value));

        private static IEnumerable<string> Rows(string? text) => (text ?? "").Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0);

        /// <summary>Null when a line has no such sign.</summary>
        private static List<NamedValue>? Values(string? text, char between)
        {
            var parts = Rows(text).Select(line => line.Split(between, 2)).ToList();
            return parts.All(p => p.Length == 2) ? [.. parts.Select(p => new NamedValue(p[0].Trim(), p[1].Trim()))] : null;
        }
    }
}
