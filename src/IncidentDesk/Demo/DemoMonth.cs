using IncidentDesk.Incidents;
using IncidentDesk.Postmortems;

namespace IncidentDesk.Demo;

/// <summary>The month before the demo, the oldest first. Stories of one service do not overlap.</summary>
internal static class DemoMonth
{
    public static readonly IReadOnlyList<DemoStory> Stories =
    [
        new("Search", 30, "07:40", "error", "Search answers slower than 2 s", 26, 3),
        new("Newsletter", 29, "12:05", "warning", "Newsletter queue longer than 20,000", 75, 12, ByHand: true),
        new("Checkout", 28, "18:02", "critical", "Checkout error rate 22%", 47, 4)
        {
            Regraded = Severity.Sev1,
            Joined = "Checkout latency above 5 s",
            Notes =
            [
                (6, "Eva", "All failures are on the new discount code path. Sale traffic is three times the usual."),
                (15, "Bo", "*Decision: switch discounts off instead of rolling back, the release also holds the tax fix."),
                (24, "Eva", "*Discounts are off since 18:25. Error rate falls: 22%, 9%, 3%."),
                (38, "Bo", "Support has told the customers who wrote in. Watching for ten more minutes."),
            ],
            Postmortem = new("Eva", "Chen", DemoPostmortemEnd.Published,
                "During the evening sale 22% of checkouts failed for 36 minutes, because the discount service was called once for each line of a basket and ran out of connections.",
                "About 1,900 orders failed; 1,240 of those customers came back within the hour. Support answered 85 tickets.",
                ["Each basket line called the discount service separately.", "The load test of the release had only baskets with one line."],
                "The first page was answered in four minutes. One person decided, and the whole team knew who.",
                "A switch that turns off a feature is worth more than a fast rollback when the release holds something that must stay.",
                new DemoAction("Request all discounts of a basket in one call", "Eva", -12, ActionPriority.High, ActionType.Prevent, ActionStatus.Done, 0),
                new DemoAction("Load test with baskets as customers have them", "Bo", -5, ActionPriority.High, ActionType.Detect, Factor: 1),
                new DemoAction("Write down which features can be switched off", "Ana", 6, ActionPriority.Medium, ActionType.Mitigate, ActionStatus.InProgress)),
        },
        new("Warehouse", 27, "06:20", "error", "Stock import has not run for 6 h", 55, 8, ByHand: true)
        {
            Notes = [(20, "Dilip", "The supplier's file was empty. Restarted with yesterday's.")],
        },
        new("Payments", 26, "01:12", "critical", "Card payments declined above 30%", 34, 11)
        {
            Notes = [(14, "Bo", "The provider's status page says: degraded. Pay by invoice is on."), (31, "Bo", "The provider is back. Invoice stays on until the morning.")],
        },
        new("Search", 25, "14:48", "warning", "Search index older than 1 h", 40, 9),
        new("Product pages", 24, "09:30", "error", "Images of products do not load", 22, 5, ByHand: true)
        {
            Notes = [(12, "Femi", "The certificate of the image host ran out. Renewed by hand.")],
            Postmortem = new("Femi", "Bo", DemoPostmortemEnd.Published,
                "Product images were missing for 22 minutes, because the certificate of the image host ran out.",
                "Every product page was without images. Orders fell by a third in that time.",
                ["The image host's certificate is the only one that is renewed by hand."],
                "The cause was found within seven minutes.",
                "What is done by hand once a year is forgotten once a year.",
                new DemoAction("Renew the image host's certificate by itself", "Femi", -9, ActionPriority.High, ActionType.Prevent, Factor: 0),
                new DemoAction("Warn two weeks before any certificate ends", "Dilip", -3, ActionPriority.Medium, ActionType.Detect, ActionStatus.InProgress, 0)),
        },
        new("Checkout", 23, "20:15", "warning", "Checkout latency above 2 s", 13, 6),
        new("Newsletter", 22, "08:00", "info", "Bounces above 4%", 180, 40, ByHand: true),
        new("Search", 21, "03:25", "error", "Search cluster lost a node", 51, 4)
        {
            Notes = [(10, "Dilip", "The disk of search-3 is full of old logs."), (44, "Dilip", "*Logs are gone, the node is back and in step.")],
            Postmortem = new("Dilip", "Bo", DemoPostmortemEnd.Returned,
                "A node of the search cluster went away at night, because old logs had filled its disk.",
                "Search was slow for 51 minutes. No order is known to be lost.",
                ["Logs are rotated by size, and debug logging was left on after a test."],
                "The two other nodes carried the load.",
                "Leaving debug logging on should be seen the next morning.",
                new DemoAction("Limit the logs of search by age and size", "Dilip", 4, ActionPriority.Medium, ActionType.Prevent, Factor: 0)),
        },
        new("Payments", 20, "16:33", "error", "Refunds fail", 64, 3, ByHand: true)
        {
            Notes = [(18, "Ana", "Refunds of orders before the tax change fail. 43 so far, all kept in the queue."), (60, "Ana", "*Fixed forward with 4.6.3; the queue is empty.")],
        },
        new("Warehouse", 18, "10:10", "warning", "Label printer offline", 33, 14),
        new("Product pages", 17, "19:45", "error", "Product pages: 5xx above 2%", 18, 4),
        new("Checkout", 16, "11:20", "critical", "Checkout error rate 61%", 39, 2)
        {
            Regraded = Severity.Sev1,
            Joined = "No orders for 5 minutes",
            Notes =
            [
                (5, "Bo", "*Version 4.7.2 was deployed nine minutes before the first alert."),
                (9, "Bo", "*Decision: roll back to 4.7.1."),
                (17, "Ana", "Rolled back. Error rate 61%, 12%, 0.3%."),
            ],
            Postmortem = new("Ana", "Chen", DemoPostmortemEnd.InReview,
                "After the deploy of 4.7.2 most checkouts failed for 17 minutes, because the new version could not read the sessions of customers who were already shopping.",
                "About 620 orders failed at noon on a working day. 2 of 3 customers tried again later.",
                ["Sessions are read by the new version in a form that only it writes.", "Deploys go to all instances at once."],
                "The deploy was suspected immediately, and the rollback took one command.",
                "Whatever is stored must be read by the version before and the version after.",
                new DemoAction("Deploy to one instance first and compare its errors", "Bo", 10, ActionPriority.High, ActionType.Mitigate, Factor: 1),
                new DemoAction("Read both forms of sessions", "Ana", -6, ActionPriority.High, ActionType.Prevent, ActionStatus.Done, 0),
                new DemoAction("Ask people to sign in again after each deploy", "Eva", -4, ActionPriority.Low, ActionType.Process, ActionStatus.Dropped, Reason: "Customers would leave; reading both forms makes it needless.")),
        },
        new("Search", 14, "22:05", "error", "Search answers slower than 2 s", 21, 7),
        new("Newsletter", 13, "09:15", "warning", "Newsletter queue longer than 20,000", 50),
        new("Payments", 12, "02:40", "critical", "Card payments declined above 30%", 28, 13)
        {
            Notes = [(16, "Bo", "The same as two weeks ago: their gateway in Dublin. Invoice is on.")],
        },
        new("Product pages", 11, "13:00", "warning", "Cache hit rate below 80%", 44, 20),
        new("Warehouse", 10, "05:55", "error", "Stock import has not run for 6 h", 48, 6, ByHand: true)
        {
            Notes = [(30, "Femi", "An empty file from the supplier again. We should refuse those.")],
            Postmortem = new("Femi", "Bo", DemoPostmortemEnd.Draft,
                "The stock import stopped for the second time this month, because the supplier sent an empty file.",
                "", ["An empty file ends the import instead of being refused."], "", "",
                new DemoAction("Refuse empty files and keep the last good one", "Femi", 8, ActionPriority.Medium, ActionType.Prevent, Factor: 0)),
        },
        new("Checkout", 9, "17:50", "error", "Voucher codes are refused", 36, 5, ByHand: true),
        new("Search", 7, "08:18", "warning", "Search index older than 1 h", 24, 10),
        new("Payments", 6, "21:08", "critical", "Payment confirmations late by 4 minutes", 31, 6)
        {
            Notes = [(20, "Eva", "One worker was stuck on a lock. Restarted it; the queue drains.")],
        },
        new("Product pages", 5, "10:42", "error", "Product pages: 5xx above 2%", 16, 3),
        new("Checkout", 4, "12:30", "warning", "Checkout latency above 2 s", 9),
        new("Search", 3, "04:10", "error", "Search cluster lost a node", 29, 5)
        {
            Notes = [(12, "Femi", "search-1 this time, and not its disk: the host was restarted for an update.")],
        },
        new("Warehouse", 2, "15:20", "warning", "Label printer offline", 25, 11),
        new("Newsletter", 1, "07:30", "info", "Bounces above 4%", 95, 31, ByHand: true),
    ];
}
