using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Edge.Pipeline;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Outstation;

/// <summary>
/// Finds the centre that sent a frame: the known centres, and a bounded number of unknown ones. Safe for several threads.
/// </summary>
internal sealed class CentreDirectory : IDisposable
{
    private readonly OutstationOptions _options;
    private readonly Func<string, string, CentreSession> _make;
    private readonly IJournalReader _journal;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly ImmutableArray<CentreSession> _known;
    private readonly UnknownCentre?[] _unknown;
    private readonly bool[] _ownerless;

    public CentreDirectory(
        OutstationOptions options, IJournalReader journal, ConcentratorImage image, CommandHandler commands, TimeProvider time,
        ILogger logger)
    {
        _options = options;
        _journal = journal;
        _logger = logger;
        _make = (name, reader) => Make(name, reader, image, commands, time);
        _known = [.. options.Clients.Select(c => _make(c.Name, $"{Prefix}{c.Name}"))];
        _unknown = new UnknownCentre?[options.AllowUnknown ? options.MaximumUnknown : 0];
        _ownerless = new bool[_unknown.Length];
        foreach (CentreSession session in _known)
        {
            // Before the field is polled, so that all events from now on are kept for it. If the disk fails it is tried again later.
            _ = session.Register();
        }

        for (int i = 0; i < _unknown.Length; i++)
        {
            _unknown[i] = Restore(i);
        }
    }

    /// <summary>Every centre, for the metrics.</summary>
    public ImmutableArray<CentreSession> Sessions
    {
        get
        {
            lock (_lock)
            {
                return [.. _known, .. _unknown.OfType<UnknownCentre>().Select(g => g.Session)];
            }
        }
    }

    private string Prefix => string.Create(CultureInfo.InvariantCulture, $"{OutstationServer.ReaderPrefix}{_options.Comaster}/");

    /// <summary>The readers of the journal for these centres, also the free ones for unknown centres.</summary>
    public ImmutableArray<string> Readers =>
        [.. _options.Clients.Select(c => $"{Prefix}{c.Name}"), .. Enumerable.Range(0, _unknown.Length).Select(ReaderOf)];

    /// <summary>Whether a centre may connect from the address.</summary>
    public bool Admits(IPAddress address) => _options.AllowUnknown || MayBeKnown(address);

    /// <summary>Whether a known centre may connect from the address.</summary>
    public bool MayBeKnown(IPAddress address) => _options.Clients.Any(c => c.MayComeFrom(address));

    /// <summary>The centre that sent a frame; null where it is not served.</summary>
    public CentreSession? Find(IPAddress address, byte source)
    {
        for (int i = 0; i < _known.Length; i++)
        {
            if (_options.Clients[i].Matches(address, source))
            {
                return _known[i];
            }
        }

        lock (_lock)
        {
            return _unknown.Length == 0 ? null : FindUnknown(string.Create(CultureInfo.InvariantCulture, $"{address} source {source}"));
        }
    }

    /// <summary>Moves the cursors of idle centres over records that are not their events.</summary>
    public void Upkeep()
    {
        lock (_lock)
        {
            foreach (CentreSession session in _known)
            {
                session.Upkeep();
            }

            for (int i = 0; i < _unknown.Length; i++)
            {
                if (_ownerless[i])
                {
                    PassOver(i);
                }
                else if (_unknown[i] is { } unknown && !TryForget(i, unknown))
                {
                    unknown.Session.Upkeep();
                }
            }
        }
    }

    public void Dispose()
    {
        foreach (CentreSession session in Sessions)
        {
            session.Dispose();
        }
    }

    private CentreSession Make(string name, string reader, ConcentratorImage image, CommandHandler commands, TimeProvider time)
    {
        CentreCursor cursor = new(_journal, reader, name, _logger);
        EventFeed feed = new(_journal, _options.Comaster, name, _logger);
        RetryBuffer retry = new(_options.Address.Value);
        return new CentreSession(name, cursor, feed, new CentreAnswers(name, image, commands, cursor, feed, retry), time);
    }

    private string ReaderOf(int place) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}guest/{place}");

    private UnknownCentre? Restore(int place)
    {
        if (_journal.GetNote(ReaderOf(place)) is not { } kept)
        {
            return null;
        }

        if (!ReaderNote.TryRead(kept.Span, out _, out string who) || who.Length == 0)
        {
            _ownerless[place] = true;
            return null;
        }

        UnknownCentre unknown = new(who, _make(who, ReaderOf(place)));
        _ = unknown.Session.Register(who);
        return unknown;
    }

    private bool TryForget(int place, UnknownCentre unknown)
    {
        if (unknown.Session.Idle < _options.ForgetUnknown || !unknown.Session.Retire())
        {
            return false;
        }

        // Its reader stays without a centre and is moved forward, so that the journal may drop the unread records.
        Log.OutstationGuestForgotten(_logger, unknown.Who, unknown.Session.Idle.TotalDays);
        _unknown[place] = null;
        _ownerless[place] = true;
        PassOver(place);
        return true;
    }

    private void PassOver(int place)
    {
        Span<byte> note = stackalloc byte[ReaderNote.FixedLength];
        int length = ReaderNote.None.Write(note, "");
        try
        {
            long last = _journal.Status.LastSeq;
            bool owned = _journal.GetNote(ReaderOf(place)) is not { } kept
                || !ReaderNote.TryRead(kept.Span, out _, out string who) || who.Length > 0;
            if (owned || last - _journal.GetCursor(ReaderOf(place)) >= CentreSession.WorthAWrite)
            {
                _journal.MoveCursor(ReaderOf(place), last, note[..length]);
            }
        }
        catch (JournalWriteException)
        {
            // The journal has logged it. The next upkeep tries again.
        }
    }

    private CentreSession? FindUnknown(string who)
    {
        if (who.Length > ReaderNote.MaximumIdentity)
        {
            return null;
        }

        int place = Array.FindIndex(_unknown, g => g?.Who == who);
        if (place >= 0)
        {
            return _unknown[place]!.Session;
        }

        place = Array.FindIndex(_unknown, g => g is null);
        if (place < 0)
        {
            // The one that asked longest ago, of those without a connection. One that has just reconnected cannot be replaced.
            place = Enumerable.Range(0, _unknown.Length).OrderBy(i => _unknown[i]!.Session.LastAsked)
                .FirstOrDefault(i => _unknown[i]!.Session.Retire(), -1);
        }

        if (place < 0)
        {
            return null;
        }

        UnknownCentre unknown = new(who, _make(who, ReaderOf(place)));
        if (!unknown.Session.Register(who))
        {
            // It gets no place now. Its next question tries again.
            return null;
        }

        Log.OutstationGuest(_logger, who, _unknown[place]?.Who ?? "nobody");
        _unknown[place] = unknown;
        _ownerless[place] = false;
        return unknown.Session;
    }

    private sealed record UnknownCentre(string Who, CentreSession Session);
}
