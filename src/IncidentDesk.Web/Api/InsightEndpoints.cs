using IncidentDesk.Insights;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary><c>/insights</c>: figures of a period, each with its formula and the numbers of the incidents behind it.</summary>
internal static class InsightEndpoints
{
    public static void MapInsights(this ApiRoutes routes)
    {
        Map(routes, "availability", typeof(AvailabilityBody), "Uptime by service and by team", async (insights, period, cancellation) =>
            AvailabilityBody.Of(period, await insights.AvailabilityAsync(period, cancellation)));
        Map(routes, "response", typeof(ResponseBody), "Times to acknowledge and to resolve, by service and by team", async (insights, period, cancellation) =>
            ResponseBody.Of(period, await insights.ResponseAsync(period, cancellation)));
        Map(routes, "load", typeof(LoadBody), "Pages by hour of the day, by person and by team", async (insights, period, cancellation) =>
            LoadBody.Of(period, await insights.LoadAsync(period, cancellation)));
    }

    private static void Map(ApiRoutes routes, string name, Type body, string summary, Func<InsightQueries, Period, CancellationToken, Task<object>> read) =>
        routes.Viewer.MapGet($"/insights/{name}", async (HttpContext http, InsightQueries insights, PersonQueries people, Clock clock, CancellationToken cancellation) =>
        {
            var query = new QueryReader(http);
            var ask = new PeriodAsk(query.Value<long>("days"), query.Value<DateOnly>("from"), query.Value<DateOnly>("to"), query.Search("zone"));
            if (query.Problem is { } problem)
            {
                return problem;
            }
            var reader = await people.GetAsync(http.User.FindPersonId()!.Value, cancellation);
            var period = Period.Of(ask, reader?.TimeZone ?? "Etc/UTC", clock.Now);
            return period.Refusal?.ToProblem() ?? (await read(insights, period.Value, cancellation)).ToFound("The figure");
        }).Says("Insights", summary, body: body)
            .Takes<long>("days", $"Number of days up to today, 1 to {Period.MostDays}; {Period.DefaultDays} by default.")
            .Takes<DateOnly>("from", "The first day, in place of days.").Takes<DateOnly>("to", "The last day, included; today by default.")
            .Takes<string>("zone", "The IANA zone of the days; the caller's own by default.");
}
