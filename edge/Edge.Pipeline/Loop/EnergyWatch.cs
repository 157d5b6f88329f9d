using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline.Energy;
using Microsoft.Extensions.Logging;

namespace Edge.Pipeline.Loop;

/// <summary>Passes the energies of all scans to the book, and holds its findings until the journal has them.</summary>
internal sealed class EnergyWatch(
    EnergyBook book, IJournal journal, Func<string, DateTimeOffset?> upSince, TimeProvider time, ILogger logger)
{
    private readonly List<FieldEvent> _findings = [];
    private readonly List<FieldEvent> _overdue = [];
    private bool _restored;

    /// <summary>Continues with another profile: the book knows a channel by its device and number, which no profile changes.</summary>
    public EnergyWatch ContinueWith(Func<string, DateTimeOffset?> up)
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

    /// <summary>Adds the energies of a scan.</summary>
    /// <returns>The findings about them.</returns>
    public ImmutableArray<FieldEvent> Add(in Scan scan)
    {
        if (scan.Events.IsEmpty)
        {
            return [];
        }

        _findings.Clear();
        foreach (ref readonly FieldEvent entry in scan.Events)
        {
            book.Add(scan.Device, in entry, scan.Time, _findings);
        }

        return [.. _findings];
    }

    /// <summary>Writes findings about overdue periods to the journal.</summary>
    public void WriteOverdue(ScanWriter writer)
    {
        DateTimeOffset now = time.GetUtcNow();
        book.CheckOverdue(now, upSince, _overdue);
        if (_overdue.Count > 0 && writer.WriteEvents(now, [.. _overdue]))
        {
            _overdue.Clear();
        }
    }
}
