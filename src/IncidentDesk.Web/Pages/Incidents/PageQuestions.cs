using IncidentDesk.Escalation;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Incidents;

/// <summary>Asks before a press that wakes people, by their names. Enter pages, Escape leaves all as it was.</summary>
public sealed class PageQuestions(Questions questions, Toasts toasts, Desk desk)
{
    /// <summary>Asks about those whom the database says; without anyone it says so. True to go on.</summary>
    /// <param name="who">Reads whom the press would page; null when there is no one.</param>
    /// <param name="text">What else it does, in a sentence.</param>
    public async Task<bool> AskAsync(Func<DeskDb, Task<PagedNow?>> who, string text)
    {
        IReadOnlyList<string> names;
        await using (var db = await desk.ReadAsync())
        {
            names = (await who(db))?.Names ?? [];
        }
        if (names.Count > 0)
        {
            return await AskAsync(names, text);
        }
        toasts.Say(IncidentTexts.NoOneElseToPage, Tone.Warning);
        return false;
    }

    /// <summary>Asks about these people. True to go on.</summary>
    public Task<bool> AskAsync(IReadOnlyList<string> names, string text) =>
        questions.AskAsync(new Question(IncidentTexts.PageNames.With(Text.Listed(names, 5)), IncidentTexts.PageThem, builder => builder.AddContent(0, text))
        {
            CancelLabel = IncidentTexts.Cancel,
            Danger = false,
            ConfirmFirst = true,
        });
}
