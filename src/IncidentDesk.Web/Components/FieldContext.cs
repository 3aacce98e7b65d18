namespace IncidentDesk.Web.Components;

/// <summary>What the control inside a <see cref="FormField"/> needs so that label, hint and error belong to it.</summary>
/// <param name="Id">The control's id.</param>
/// <param name="DescribedBy">For <c>aria-describedby</c>; null when there is neither hint nor error.</param>
/// <param name="Invalid">For <c>aria-invalid</c>: "true", or null.</param>
public sealed record FieldContext(string Id, string? DescribedBy, string? Invalid);

/// <summary>One thing wrong with a form.</summary>
/// <param name="Field">The id of the control, for the link to it; null when it concerns the whole form.</param>
/// <param name="Message">What is wrong and what to do, as a sentence.</param>
public sealed record FormError(string? Field, string Message);
