namespace IncidentDesk.Web.Pages.Forms;

/// <summary>Steps as they stand in an editor: they can be added, removed and moved. There is always one.</summary>
public abstract class StepsInput<TStep>
    where TStep : class, new()
{
    public List<TStep> Steps { get; } = [new TStep()];

    /// <summary>Adds a step at the end.</summary>
    public void Add() => Steps.Add(new TStep());

    /// <summary>Removes a step; the last one left is emptied instead.</summary>
    public void Remove(TStep step)
    {
        Steps.Remove(step);
        if (Steps.Count == 0)
        {
            Add();
        }
    }

    /// <summary>Moves a step up (-1) or down (1); at the edge it stays.</summary>
    public void Move(TStep step, int by)
    {
        var (from, to) = (Steps.IndexOf(step), Steps.IndexOf(step) + by);
        if (from >= 0 && to >= 0 && to < Steps.Count)
        {
            (Steps[from], Steps[to]) = (Steps[to], Steps[from]);
        }
    }
}
