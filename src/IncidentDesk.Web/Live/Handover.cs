using System.Collections.Concurrent;

namespace IncidentDesk.Web.Live;

/// <summary>
/// Hands what the first rendering of a page has read to its live rendering a moment later, so that nothing flashes and nothing is read twice. Only a key
/// travels through the browser. On another node, or after <see cref="Life"/>, the page reads for itself.
/// </summary>
public sealed class Handover(TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(15);
    private const int Most = 200;
    private readonly ConcurrentDictionary<string, (object Left, DateTimeOffset Until)> _left = new();

    /// <summary>Leaves something; the answer is the key that takes it, once.</summary>
    public string Leave(object what)
    {
        var now = time.GetUtcNow();
        foreach (var old in _left.Where(l => l.Value.Until < now))
        {
            _left.TryRemove(old.Key, out _);
        }
        var key = Guid.NewGuid().ToString("N");
        if (_left.Count < Most)
        {
            _left[key] = (what, now + Life);
        }
        return key;
    }

    /// <summary>Null when nothing of this kind was left under the key, or it is too old.</summary>
    public T? Take<T>(string? key)
        where T : class =>
        key is not null && _left.TryRemove(key, out var found) && found.Until >= time.GetUtcNow() ? found.Left as T : null;
}
