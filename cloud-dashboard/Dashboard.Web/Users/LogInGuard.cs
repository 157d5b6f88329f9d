using System.Net;
using System.Net.Sockets;

namespace Dashboard.Web.Users;

/// <summary>What becomes of a try to log in before its password is looked at.</summary>
/// <param name="Code">Why it is refused; null when it may go on.</param>
/// <param name="Wait">Refused: when to come back. Else: how long to wait first.</param>
/// <param name="First">Refused: the first time in a row, so worth a line in the log.</param>
internal readonly record struct Verdict(string? Code, TimeSpan Wait, bool First = false);

/// <summary>
/// Counts wrong passwords. It treats names that exist and names that do not alike. Five for one name from one place lock that name at that
/// place, not elsewhere, so that nobody can lock another's account from afar; many for one name from anywhere slow that name down; a place
/// has so many a minute. Where a user has logged in before, what others do counts for nothing.
/// </summary>
internal sealed class LogInGuard(TimeProvider time, int permitsPerMinute)
{
    /// <summary>How many pairs of name and place, places and names are remembered, each.</summary>
    internal const int MaximumKept = 20_000;

    /// <summary>How many wrong ones lock a name at a place.</summary>
    internal const int WrongUntilLocked = 5;

    /// <summary>How many wrong ones from anywhere slow a name down.</summary>
    internal const int WrongUntilSlow = 10;

    internal static readonly TimeSpan Locked = TimeSpan.FromMinutes(5);
    internal static readonly TimeSpan Slowest = TimeSpan.FromSeconds(4);
    private const int MostSlowed = 64;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan KnownFor = TimeSpan.FromDays(30);

    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private readonly Dictionary<(string Name, string Place), Count> _pairs = [];
    private readonly Dictionary<string, Count> _places = [];
    private readonly Dictionary<string, Count> _names = [];
    private int _slowed;

    // Since the start, so that a server's clock that is set neither locks for longer nor opens early.
    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>How many entries the longest of the lists has.</summary>
    internal int Kept
    {
        get
        {
            lock (_lock)
            {
                return Math.Max(_pairs.Count, Math.Max(_places.Count, _names.Count));
            }
        }
    }

    /// <summary>Where a try comes from: the address, and of IPv6 the network of 64 bits that one subscriber has.</summary>
    internal static string PlaceOf(IPAddress? address)
    {
        if (address is null)
        {
            return "?";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"{new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), 0, 0, 0, 0, 0, 0, 0, 0])}/64"
            : address.ToString();
    }

    /// <summary>A try begins. It counts as wrong until it succeeds or is withdrawn: many at once get no further.</summary>
    /// <param name="name">The name, normalised.</param>
    /// <param name="place">Where it comes from.</param>
    /// <param name="unlocked">When an administrator opened the account last.</param>
    internal Verdict Begin(string name, string place, DateTimeOffset? unlocked)
    {
        lock (_lock)
        {
            TimeSpan now = Now;
            Count pair = Of(_pairs, (name, place), count => count.Good is { } good && now - good < KnownFor ? KnownFor : Locked);
            Count names = Of(_names, name, _ => Remembered);
            Count places = Of(_places, place, _ => Remembered);
            pair.ForgetAfter(Locked, now);
            names.ForgetAfter(Remembered, now);
            pair.ForgetWhere(unlocked);
            names.ForgetWhere(unlocked);
            if (places.Since is not { } since || now - since >= TimeSpan.FromMinutes(1))
            {
                (places.Wrong, places.Since, places.Refused) = (0, now, false);
            }

            if (pair.Wrong >= WrongUntilLocked)
            {
                return Refuse("lockedOut", pair.Last + Locked - now, pair);
            }

            bool known = pair.Good is { } last && now - last < KnownFor;
            if (places.Wrong >= permitsPerMinute && !known)
            {
                return Refuse("tooMany", places.Since.Value + TimeSpan.FromMinutes(1) - now, places);
            }

            TimeSpan wait = known || names.Wrong < WrongUntilSlow
                ? TimeSpan.Zero
                : TimeSpan.FromSeconds(Math.Min(Slowest.TotalSeconds, 0.25 * Math.Pow(2, Math.Min(names.Wrong - WrongUntilSlow, 8))));
            if (wait > TimeSpan.Zero && _slowed >= MostSlowed)
            {
                return Refuse("busy", wait, names);
            }

            pair.Add(now);
            places.Add(now);
            names.Add(now);
            return new Verdict(null, wait);
        }
    }

    /// <summary>Waits as long as the verdict says.</summary>
    internal async Task WaitAsync(Verdict verdict, CancellationToken cancellation)
    {
        if (verdict.Wait <= TimeSpan.Zero)
        {
            return;
        }

        Interlocked.Increment(ref _slowed);
        try
        {
            await Task.Delay(verdict.Wait, time, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _slowed);
        }
    }

    /// <summary>The password was right.</summary>
    internal void Succeeded(string name, string place)
    {
        lock (_lock)
        {
            Undo(name, place);
            if (_pairs.TryGetValue((name, place), out Count? pair))
            {
                (pair.Wrong, pair.Good) = (0, Now);
            }
        }
    }

    /// <summary>The password was not looked at.</summary>
    internal void Withdraw(string name, string place)
    {
        lock (_lock)
        {
            Undo(name, place);
            if (_pairs.TryGetValue((name, place), out Count? pair))
            {
                pair.Wrong = Math.Max(0, pair.Wrong - 1);
            }
        }
    }

    private static Verdict Refuse(string code, TimeSpan wait, Count count)
    {
        bool first = !count.Refused;
        count.Refused = true;
        return new Verdict(code, wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1), first);
    }

    private void Undo(string name, string place)
    {
        if (_places.TryGetValue(place, out Count? places))
        {
            places.Wrong = Math.Max(0, places.Wrong - 1);
        }

        if (_names.TryGetValue(name, out Count? names))
        {
            names.Wrong = Math.Max(0, names.Wrong - 1);
        }
    }

    private Count Of<TKey>(Dictionary<TKey, Count> counts, TKey key, Func<Count, TimeSpan> life)
        where TKey : notnull
    {
        if (counts.TryGetValue(key, out Count? found))
        {
            return found;
        }

        if (counts.Count >= MaximumKept)
        {
            // First what no longer counts, then the oldest tenth, so that this is not done for each newcomer.
            TimeSpan now = Now;
            TKey[] gone = [.. counts.Where(entry => now - entry.Value.Last > life(entry.Value)).Select(entry => entry.Key)];
            gone = gone.Length > 0
                ? gone
                : [.. counts.OrderBy(entry => entry.Value.Last).Take(MaximumKept / 10).Select(entry => entry.Key)];
            Array.ForEach(gone, old => counts.Remove(old));
        }

        return counts[key] = new Count();
    }

    // Times since the start.
    private sealed class Count
    {
        private DateTimeOffset? _unlocked;

        internal int Wrong { get; set; }

        internal TimeSpan? Since { get; set; }

        internal TimeSpan Last { get; private set; }

        internal TimeSpan? Good { get; set; }

        internal bool Refused { get; set; }

        internal void Add(TimeSpan now) => (Wrong, Last, Refused) = (Wrong + 1, now, false);

        internal void ForgetAfter(TimeSpan life, TimeSpan now) => Wrong = now - Last >= life ? 0 : Wrong;

        // Another time of unlocking than before, whatever the clock of who unlocked it says.
        internal void ForgetWhere(DateTimeOffset? unlocked) => (Wrong, _unlocked) = (unlocked == _unlocked ? Wrong : 0, unlocked);
    }
}
