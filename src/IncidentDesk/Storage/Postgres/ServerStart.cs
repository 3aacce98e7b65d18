using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;

namespace IncidentDesk.Storage.Postgres;

/// <summary>
/// Brings a cluster's server to answer, whatever the last program left behind:
/// <code>
/// a live postmaster of ours that answers        adopt it
/// a live postmaster that starts or recovers     wait; recovery ends by itself
/// a live postmaster that does not answer        wait, up to the patience
/// none, and pid file or backends left over      end the backends, delete the file, start
/// start refused: leftovers still in the way     again, up to the patience
/// start refused: anything else                  again once, then say why
/// </code>
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ServerStart(Cluster cluster, TimeSpan patience, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private static readonly string[] PassingTroubles = ["still in use", "already exists", "could not create any TCP/IP sockets", "did not start in time"];

    /// <summary>Whether the cluster has a postmaster; it may be busy starting.</summary>
    public async Task<bool> IsAliveAsync(CancellationToken cancellationToken) =>
        (await ServerProcesses.OfAsync(cluster.Folder, cancellationToken)).LivePostmaster() is not null;

    /// <summary>Returns the port on which the server answers.</summary>
    public async Task<int> EnsureRunningAsync(CancellationToken cancellationToken)
    {
        var processes = await ServerProcesses.OfAsync(cluster.Folder, cancellationToken);
        var password = cluster.Password();
        var waited = Stopwatch.StartNew();
        var refusals = 0;
        while (true)
        {
            string? trouble = "it does not respond";
            if (processes.LivePostmaster() is { } postmaster)
            {
                switch (await ServerProbe.AskAsync(postmaster.Port, password, cancellationToken))
                {
                    case ServerProbe.Answer.Ready:
                        logger.LogInformation("The database responds in {Folder} on port {Port}", cluster.Folder, postmaster.Port);
                        return postmaster.Port;
                    case ServerProbe.Answer.NotYet:
                        waited.Restart();
                        break;
                }
            }
            else
            {
                processes.ClearLeftovers();
                trouble = await cluster.StartAsync(cancellationToken);
                if (trouble is null)
                {
                    continue;
                }

                refusals++;
            }

            if (waited.Elapsed > patience || (refusals > 1 && !PassingTroubles.Any(trouble.Contains)))
            {
                throw new DatabaseStartException($"The database in {cluster.Folder} does not start: {trouble}");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }
}
