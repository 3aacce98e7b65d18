using IncidentDesk.Incidents;
using IncidentDesk.Web.Pages.Incidents;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class ShownRowsTests
{
    private readonly ShownRows _rows = new();

    [Fact]
    public void New_rows_wait_until_they_are_asked_for_and_nothing_moves()
    {
        _rows.Show([Row(3), Row(1)], hasMore: true);
        _rows.Merge([Row(5), Row(4), Row(3), Row(1)], [], hasMore: true);
        Numbers().ShouldBe([3, 1]);
        _rows.Held.ShouldBe(2);

        _rows.Show([Row(5), Row(4), Row(3), Row(1)], hasMore: true);
        Numbers().ShouldBe([5, 4, 3, 1]);
        _rows.Held.ShouldBe(0);
    }

    [Fact]
    public void A_row_that_left_the_list_stays_in_its_place_and_shows_its_new_state()
    {
        _rows.Show([Row(3), Row(2), Row(1)], hasMore: false);
        IReadOnlyList<IncidentView> fresh = [Row(3), Row(1, IncidentStatus.Acknowledged)];
        _rows.Missing(fresh).ShouldBe([2L]);
        _rows.Merge(fresh, [Row(2, IncidentStatus.Resolved)], hasMore: false);
        Numbers().ShouldBe([3, 2, 1]);
        _rows.Rows.Select(r => r.Status).ShouldBe([IncidentStatus.Triggered, IncidentStatus.Resolved, IncidentStatus.Acknowledged]);
        _rows.Held.ShouldBe(0);
    }

    [Fact]
    public void A_row_counts_its_changes_that_people_can_see_and_no_others()
    {
        _rows.Show([Row(2), Row(1)], hasMore: false);
        _rows.Merge([Row(2, IncidentStatus.Acknowledged), Row(1) with { Version = 9 }], [], hasMore: false);
        _rows.ChangesOf(2).ShouldBe(1);
        _rows.ChangesOf(1).ShouldBe(0);
        _rows.Merge([Row(2, IncidentStatus.Resolved), Row(1) with { AlertCount = 5 }], [], hasMore: false);
        _rows.ChangesOf(2).ShouldBe(2);
        _rows.ChangesOf(1).ShouldBe(1);
    }

    [Fact]
    public void An_older_one_that_comes_back_counts_as_new_where_the_list_reaches_down_to_it()
    {
        _rows.Show([Row(9), Row(7)], hasMore: false);
        _rows.Merge([Row(9), Row(7), Row(2)], [], hasMore: false);
        _rows.Held.ShouldBe(1);
    }

    [Fact]
    public void An_older_one_below_the_part_that_is_loaded_does_not()
    {
        _rows.Show([Row(9), Row(7)], hasMore: true);
        _rows.Merge([Row(9), Row(7), Row(2)], [], hasMore: true);
        _rows.Held.ShouldBe(0);
    }

    [Fact]
    public void An_empty_list_takes_new_rows_at_once()
    {
        _rows.Merge([Row(1)], [], hasMore: false);
        Numbers().ShouldBe([1]);
        _rows.Held.ShouldBe(0);
    }

    [Fact]
    public void Older_rows_are_added_below_and_never_twice()
    {
        _rows.Show([Row(3), Row(2)], hasMore: true);
        _rows.Append([Row(2), Row(1)], hasMore: false);
        Numbers().ShouldBe([3, 2, 1]);
        _rows.HasMore.ShouldBeFalse();
    }

    private static IncidentView Row(long number, IncidentStatus status = IncidentStatus.Triggered) => Samples.Incident(number, status);

    private long[] Numbers() => [.. _rows.Rows.Select(r => r.Number)];
}
