using IncidentDesk.Kernel;
using Microsoft.AspNetCore.Identity;

namespace IncidentDesk.People;

/// <summary>A password as it is stored: salted and hashed.</summary>
public sealed record PasswordHash(string Text);

/// <summary>
/// Hashes and compares passwords, which is slow on purpose: through a narrow gate, so that a flood of sign-ins leaves the processor to intake and engine, and
/// before any transaction begins, so that it holds no connection and no row. Who has signed in on a device before has a gate apart from strangers'.
/// </summary>
public sealed class PasswordWork(IPasswordHasher<Account> hasher)
{
    /// <summary>How many of strangers may wait, and how many of those known; whoever comes after them is turned away.</summary>
    public const int MostWaiting = 12;

    /// <summary>When to come again after being turned away.</summary>
    public static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(5);

    private static readonly Account NoAccount = new();
    private readonly Gate _strangers = new(Math.Clamp(Environment.ProcessorCount / 2, 1, 2));
    private readonly Gate _known = new(1);
    private readonly Lazy<string> _nobodysHash = new(() => hasher.HashPassword(NoAccount, "the password of nobody"));

    /// <summary>The refusal for whoever is turned away.</summary>
    public static Refusal Busy { get; } = new Refusal.Busy("Too many people are signing in at the moment. Try again in a few seconds.", ComeAgain);

    /// <summary>The hash of a password that has passed <see cref="PasswordRules"/>; null when too many wait.</summary>
    public Task<PasswordHash?> HashAsync(string password, CancellationToken cancellation) =>
        _known.RunAsync(() => new PasswordHash(hasher.HashPassword(NoAccount, password)), cancellation);

    /// <summary>
    /// Compares; null when too many wait. Without a hash the answer is no, after the same time, so that nobody learns from it who has a password.
    /// </summary>
    internal Task<PasswordCheck?> CheckAsync(string? hash, string password, bool known, CancellationToken cancellation) =>
        (known ? _known : _strangers).RunAsync(() => Check(hash, password), cancellation);

    private PasswordCheck Check(string? hash, string password)
    {
        var cut = password.Length <= PasswordRules.MaxLength ? password : password[..PasswordRules.MaxLength];
        var verdict = hasher.VerifyHashedPassword(NoAccount, hash ?? _nobodysHash.Value, cut);
        var right = hash is not null && verdict != PasswordVerificationResult.Failed && cut.Length == password.Length;
        var outdated = right && verdict == PasswordVerificationResult.SuccessRehashNeeded;
        return new PasswordCheck(right, outdated ? new PasswordHash(hasher.HashPassword(NoAccount, password)) : null);
    }

    private sealed class Gate(int atOnce)
    {
        private readonly SemaphoreSlim _places = new(atOnce);
        private int _inside;

        public async Task<T?> RunAsync<T>(Func<T> work, CancellationToken cancellation)
            where T : class
        {
            try
            {
                if (Interlocked.Increment(ref _inside) > atOnce + MostWaiting)
                {
                    return null;
                }
                await _places.WaitAsync(cancellation);
                try
                {
                    return await Task.Run(work, CancellationToken.None);
                }
                finally
                {
                    _places.Release();
                }
            }
            finally
            {
                Interlocked.Decrement(ref _inside);
            }
        }
    }
}

/// <summary>Whether a password is right, and the hash to keep from now on where the stored one is weaker than today's.</summary>
internal sealed record PasswordCheck(bool Right, PasswordHash? Fresh);
