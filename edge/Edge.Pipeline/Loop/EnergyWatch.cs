using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline.Energy;
using Microsoft.Extensions.Logging;

namespace Edge.Pipeline.Loop;

/// <summary>Holds the book against what the pipeline takes, and keeps what is overdue until the journal has it.</summary>
internal sealed class EnergyWatch(
    EnergyBook book, IJournal journal, Func<string, DateTimeOffset?> upSince, TimeProvider time, ILogger logger)
{
    private readonly List<FieldEvent> _found = [];
    private readonly List<FieldEvent> _overdue = [];
    private bool _restored;

    /// <summary>The same watch for another profile: a channel is known by its place in the field, which no profile changes.</summary>
    public EnergyWatch GoOn(Func<string, DateTimeOffset?> up)
    {
        EnergyWatch next = new(book, journal, up, time, logger) { _restored = _restored };
        next._overdue.AddRange(_overdue);
        return next;
    }

    /// <summary>Reads the last hours from the journal, once.</summary>
    public void Restore()
    {
        if (_restored)
        {
            return;
        }

        _restored = true;
        DateTimeOffset now = time.GetUtcNow();
        try
        {
            book.Restore(EnergyHistory.Read(journal, now - EnergyHistory.Span), now);
        }
        catch (IOException failure)
        {
            Log.EnergiesNotRead(logger, failure.Message);
        }
    }

    /// <summary>Enters the energies of a scan.</summary>
    /// <returns>What they made the gateway find out.</returns>
    public ImmutableArray<FieldEvent> Take(in Scan scan)
    {
        if (scan.Events.IsEmpty)
        {
            return [];
        }

        _found.Clear();
        foreach (ref readonly FieldEvent entry in scan.Events)
        {
            book.Take(scan.Device, in entry, scan.Time, _found);
        }

        return [.. _found];
    }

    /// <summary>Writes what is overdue.</summary>
    public void Look(ScanWriter writer)
    {
        DateTimeOffset now = time.GetUtcNow();
        book.Look(now, upSince, _overdue);
        if (_overdue.Count > 0 && writer.WriteEvents(now, [.. _overdue]))
        {
            _overdue.Clear();
        }
    }
}
