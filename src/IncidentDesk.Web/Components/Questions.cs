using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace IncidentDesk.Web.Components;

/// <summary>A question before something that is hard to take back, or that wakes people.</summary>
/// <param name="Title">The question: "Delete the service checkout?"</param>
/// <param name="ConfirmLabel">The verb that answers yes, never "OK".</param>
/// <param name="Text">What will happen, in one or two sentences.</param>
public sealed record Question(string Title, string ConfirmLabel, RenderFragment? Text)
{
    /// <summary>What answers no; null for "Keep".</summary>
    public string? CancelLabel { get; init; }

    /// <summary>What is lost is said in red.</summary>
    public bool Danger { get; init; } = true;

    /// <summary>Enter confirms: for what is asked in a hurry.</summary>
    public bool ConfirmFirst { get; init; }
}

/// <summary>Asks people on live pages.</summary>
public sealed class Questions(IDialogService dialogs)
{
    /// <summary>True when they said yes.</summary>
    public async Task<bool> AskAsync(Question question)
    {
        var dialog = await dialogs.ShowAsync<QuestionDialog>(question.Title, new DialogParameters<QuestionDialog> { { d => d.Question, question } });
        return await dialog.Result is { Canceled: false };
    }
}
