using IncidentDesk.Incidents;
using IncidentDesk.Postmortems;
using IncidentDesk.Web.Pages.Tour;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class TourStopTests
{
    [Theory]
    [InlineData("Ana Lindner", "Sign in as Bo, in a private window: take command of INC-42")]
    [InlineData("Bo Karlsson", "You are Bo: take command of INC-42")]
    public void Nobody_is_told_to_be_the_person_who_they_are_already(string reader, string said) =>
        TourStop.Next(Samples.Incident(status: IncidentStatus.Acknowledged), null, reader).Title.ShouldBe(said);

    [Fact]
    public void Whoever_reviews_reads_their_own_name_as_theirs() => TourStop.Next(
        Samples.Incident(status: IncidentStatus.Resolved), new PostmortemMark(Samples.Ana, PostmortemStatus.InReview), "Chen Wei").Title.ShouldBe("You are Chen: review it");
}
