using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Edge.Pipeline;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Outstation;

/// <summary>Finds the centre that a frame comes from: the known centres, and a bounded number of others. For several threads.</summary>
internal sealed class CentreDirectory : IDisposable
{
    private readonly OutstationOptions _options;
    private readonly Func<string, string, CentreSession> _make;
    private readonly IJournalReader _journal;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly ImmutableArray<CentreSession> _known;
    private readonly Guest?[] _guests;
    private readonly bool[] _ownerless;

    public CentreDirectory(
        OutstationOptions options, IJournalReader journal, ConcentratorImage image, CommandDesk desk, TimeProvider time, ILogger logger)
    {
        _options = options;
        _journal = journal;
        _logger = logger;
        _make = (name, reader) => Make(name, reader, image, desk, time);
        _known = [.. options.Clients.Select(c => _make(c.Name, $"{Prefix}{c.Name}"))];
        _guests = new Guest?[options.AllowUnknown ? options.MaximumUnknown : 0];
        _ownerless = new bool[_guests.Length];
        foreach (CentreSession session in _known)
        {
            // Before the field is polled, so that what happens from here on waits for it. Where the disk fails it is tried again later.
            _ = session.Register();
        }

        for (int i = 0; i < _guests.Length; i++)
        {
            _guests[i] = Restore(i);
        }
    }

    /// <summary>Every centre, for the metrics.</summary>
    public ImmutableArray<CentreSession> Sessions
    {
        get
        {
            lock (_lock)
            {
                return [.. _known, .. _guests.OfType<Guest>().Select(g => g.Session)];
            }
        }
    }

    private string Prefix => string.Create(CultureInfo.InvariantCulture, $"{OutstationServer.ReaderPrefix}{_options.Comaster}/");

    /// <summary>The readers of the journal that belong to these centres, also those of guests that have not come yet.</summary>
    public ImmutableArray<string> Readers =>
        [.. _options.Clients.Select(c => $"{Prefix}{c.Name}"), .. Enumerable.Range(0, _guests.Length).Select(ReaderOf)];

    /// <summary>Whether any centre may come from there.</summary>
    public bool Admits(IPAddress address) => _options.AllowUnknown || MayBeKnown(address);

    /// <summary>Whether a known centre may come from there.</summary>
    public bool MayBeKnown(IPAddress address) => _options.Clients.Any(c => c.MayComeFrom(address));

    /// <summary>The centre that a frame comes from; null where it is not served.</summary>
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
            return _guests.Length == 0 ? null : FindGuest(string.Create(CultureInfo.InvariantCulture, $"{address} source {source}"));
        }
    }

    /// <summary>Moves the cursors of centres that do not ask over records that are no events of theirs.</summary>
    public void Upkeep()
    {
        lock (_lock)
        {
            foreach (CentreSession session in _known)
            {
                session.Upkeep();
            }

            for (int i = 0; i < _guests.Length; i++)
            {
                if (_ownerless[i])
                {
                    PassOver(i);
                }
                else if (_guests[i] is { } guest && !TryForget(i, guest))
                {
                    guest.Session.Upkeep();
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

    private CentreSession Make(string name, string reader, ConcentratorImage image, CommandDesk desk, TimeProvider time)
    {
        CentreCursor cursor = new(_journal, reader, name, _logger);
        EventFeed feed = new(_journal, _options.Comaster, name, _logger);
        RetryBuffer retry = new(_options.Address.Value);
        return new CentreSession(name, cursor, feed, new CentreAnswers(name, image, desk, cursor, feed, retry), time);
    }

    private string ReaderOf(int place) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}guest/{place}");

    private Guest? Restore(int place)
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

        Guest guest = new(who, _make(who, ReaderOf(place)));
        _ = guest.Session.Register(who);
        return guest;
    }

    private bool TryForget(int place, Guest guest)
    {
        if (guest.Session.Idle < _options.ForgetUnknown || !guest.Session.Retire())
        {
            return false;
        }

        // Its reader stays without an owner and is moved along, so that the journal may drop what it has not read.
        Log.OutstationGuestForgotten(_logger, guest.Who, guest.Session.Idle.TotalDays);
        _guests[place] = null;
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

    private CentreSession? FindGuest(string who)
    {
        if (who.Length > ReaderNote.MaximumGuest)
        {
            return null;
        }

        int place = Array.FindIndex(_guests, g => g?.Who == who);
        if (place >= 0)
        {
            return _guests[place]!.Session;
        }

        place = Array.FindIndex(_guests, g => g is null);
        if (place < 0)
        {
            // The one that asked longest ago, of those without a connection. One that has just come back cannot be retired.
            place = Enumerable.Range(0, _guests.Length).OrderBy(i => _guests[i]!.Session.LastAsked)
                .FirstOrDefault(i => _guests[i]!.Session.Retire(), -1);
        }

        if (place < 0)
        {
            return null;
        }

        Guest guest = new(who, _make(who, ReaderOf(place)));
        if (!guest.Session.Register(who))
        {
            // It takes no place now. Its next question tries again.
            return null;
        }

        Log.OutstationGuest(_logger, who, _guests[place]?.Who ?? "nobody");
        _guests[place] = guest;
        _ownerless[place] = false;
        return guest.Session;
    }

    private sealed record Guest(string Who, CentreSession Session);
}
