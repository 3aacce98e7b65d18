using System.Globalization;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Access;

/// <summary>How a plain form is answered that was refused: by its own page, with the status that fits and what to say beside the fields.</summary>
internal static class RefusedForms
{
    /// <summary>Sets the status and answers what to say.</summary>
    public static IReadOnlyList<FormError> Explain(this HttpContext http, Refusal refusal)
    {
        if (refusal is Refusal.Busy)
        {
            http.AskToComeAgain();
            return [new FormError(null, AccessTexts.TooManySignInsNow)];
        }
        http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return refusal is Refusal.Invalid invalid ? [.. invalid.Errors.Select(e => new FormError(e.Field, e.Message))] : [new FormError(null, refusal.Message)];
    }

    /// <summary>Says to whoever is turned away by the gate of passwords when to come again.</summary>
    public static void AskToComeAgain(this HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = Math.Ceiling(PasswordWork.ComeAgain.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }
}
