using System.Buffers;

namespace IncidentDesk.Web.Api;

/// <summary>How reading a body ended.</summary>
internal enum IntakeBodyState
{
    Whole,

    /// <summary>It is larger than <see cref="IntakeBody.Most"/>; what came before is there.</summary>
    Cut,

    /// <summary>Other large bodies take the memory just now: the sender should try again.</summary>
    Busy,

    /// <summary>It did not arrive within <see cref="IntakeBody.TimeLimit"/>.</summary>
    Slow,
}

/// <summary>
/// The body of an intake request, read within bounded memory: up to <see cref="Small"/> at once for everybody, more for few requests at a time, which hold their
/// place until they are disposed.
/// </summary>
internal sealed class IntakeBody : IDisposable
{
    /// <summary>Bytes that are read of one body.</summary>
    public const int Most = 32 * 1024 * 1024;

    /// <summary>Larger bodies take turns.</summary>
    public const int Small = 1024 * 1024;

    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly SemaphoreSlim LargeOnes = new(3);
    private bool _holdsPlace;

    public IntakeBodyState State { get; private set; }

    public ReadOnlyMemory<byte> Bytes { get; private set; }

    public static async Task<IntakeBody> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var body = new IntakeBody();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeLimit);
        try
        {
            await body.FillAsync(request, limit.Token);
            return body;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            body.Dispose();
            return new IntakeBody { State = IntakeBodyState.Slow };
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_holdsPlace)
        {
            _holdsPlace = false;
            LargeOnes.Release();
        }
    }

    private async Task FillAsync(HttpRequest request, CancellationToken cancellation)
    {
        var bytes = new ArrayBufferWriter<byte>((int)Math.Clamp(request.ContentLength ?? 0, 256, Small));
        while (State == IntakeBodyState.Whole)
        {
            var read = await request.BodyReader.ReadAsync(cancellation);
            if (bytes.WrittenCount + read.Buffer.Length > Small && !await TakePlaceAsync(cancellation))
            {
                State = IntakeBodyState.Busy;
            }
            else
            {
                var room = Most - bytes.WrittenCount;
                State = read.Buffer.Length > room ? IntakeBodyState.Cut : IntakeBodyState.Whole;
                foreach (var part in read.Buffer.Slice(0, Math.Min(room, read.Buffer.Length)))
                {
                    bytes.Write(part.Span);
                }
            }
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }
        Bytes = bytes.WrittenMemory;
    }

    private async Task<bool> TakePlaceAsync(CancellationToken cancellation) => _holdsPlace = _holdsPlace || await LargeOnes.WaitAsync(LongestWait, cancellation);
}
