using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline.Live;
using Microsoft.Extensions.Logging;

namespace Edge.Pipeline.Loop;

/// <summary>
/// Writes entries to the journal, each exactly once and in order. An entry that could not be written is held unchanged and written before
/// anything newer. If the journal has it although the write failed, the journal recognises it.
/// </summary>
internal sealed class ScanWriter(IJournal journal, LiveState live, LiveBoard board, ClockWatch clock, ILogger logger)
{
    private readonly List<(long Scan, JournalEntry Entry)> _held = [];

    // Held scans that were written before their drivers submitted them again.
    private readonly HashSet<long> _writtenLate = [];

    /// <summary>Why the journal cannot be written now, or null.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether nothing waits to be written.</summary>
    public bool IsIdle => _held.Count == 0 && live.Unwritten.Count == 0 && live.Operator.Unwritten.Count == 0;

    /// <summary>Writes a scan.</summary>
    /// <param name="scan">The scan; after a failure the same scan again, with its memory unchanged.</param>
    /// <param name="findings">The gateway's findings about it: written in the same entry, after the events of the field.</param>
    /// <param name="timeOfGateway">Whether the gateway sets the clocks of the device.</param>
    /// <returns>Whether the journal has the scan.</returns>
    public bool Write(in Scan scan, ImmutableArray<FieldEvent> findings, bool timeOfGateway)
    {
        if (_writtenLate.Remove(scan.Number))
        {
            _ = Flush();
            return true;
        }

        if (!IsHeld(scan.Number))
        {
            if (!live.HasUnwritten && scan.Events.IsEmpty && findings.IsEmpty && scan.Checkpoint.IsEmpty && scan.Statistics.IsEmpty
                && live.Operator.Unwritten.Count == 0)
            {
                return Flush();
            }

            FieldEvents events = findings.IsEmpty ? scan.Events : [.. scan.Events.Span, .. findings];
            _held.Add((scan.Number, new JournalEntry(scan.Time, Samples(), ClockMarks.Add(events, clock, timeOfGateway))
            {
                Clock = ClockMarks.Of(scan.Time, events, clock),
                Checkpoint = scan.Checkpoint.IsEmpty ? null : new DeviceCheckpoint(scan.Device, scan.Checkpoint),
                Statistics = scan.Statistics,
                Shown = Shown(),
                Elements = live.Operator.Unwritten.ToArray(),
            }));
            live.ClearUnwritten();
        }

        _ = Flush();
        _ = _writtenLate.Remove(scan.Number);
        return !IsHeld(scan.Number);
    }

    /// <summary>Writes the change of an operator. If the journal fails, it is not held.</summary>
    /// <returns>Whether the journal has it.</returns>
    public bool Write(in ElementState state) => Flush() && Append(new JournalEntry(state.Time, default, [])
    {
        Elements = new[] { state },
        Clock = clock.Of(state.Time),
    });

    /// <summary>Writes changes that come from no scan. While the journal fails they wait for the next scan.</summary>
    public void WriteSamples(DateTimeOffset time)
    {
        if (live.Unwritten.Count > 0 && Flush()
            && Append(new JournalEntry(time, Samples(), []) { Shown = Shown(), Clock = clock.Of(time) }))
        {
            live.ClearUnwritten();
        }
    }

    /// <summary>Writes what elements show since an operator did something. While the journal fails that waits for the next scan.</summary>
    public void WriteShown(DateTimeOffset time)
    {
        if (live.UnwrittenElements.Count > 0 && Flush()
            && Append(new JournalEntry(time, default, []) { Shown = Shown(), Clock = clock.Of(time) }))
        {
            live.ClearUnwrittenElements();
        }
    }

    /// <summary>Writes events that come from no scan, and what their finder must know after a restart.</summary>
    /// <returns>Whether the journal has them; if not, write them again later.</returns>
    public bool WriteEvents(DateTimeOffset time, ImmutableArray<FieldEvent> events, DeviceCheckpoint? checkpoint = null)
    {
        FieldEvents marked = ClockMarks.Add(new FieldEvents(events.AsMemory()), clock, timeOfGateway: false);
        return Flush()
            && Append(new JournalEntry(time, ReadOnlyMemory<Sample>.Empty, marked) { Clock = clock.Of(time), Checkpoint = checkpoint });
    }

    /// <summary>As <see cref="WriteEvents"/>.</summary>
    public bool WriteFindings(DateTimeOffset time, ImmutableArray<FieldEvent> findings, DeviceCheckpoint checkpoint) =>
        WriteEvents(time, findings, checkpoint);

    private bool IsHeld(long scan)
    {
        foreach ((long held, _) in _held)
        {
            if (held == scan)
            {
                return true;
            }
        }

        return false;
    }

    private bool Flush()
    {
        while (_held.Count > 0)
        {
            if (!Append(_held[0].Entry))
            {
                return false;
            }

            _ = _writtenLate.Add(_held[0].Scan);
            _held.RemoveAt(0);
        }

        return true;
    }

    private bool Append(in JournalEntry entry)
    {
        try
        {
            _ = journal.Append(entry);
        }
        catch (JournalWriteException failure)
        {
            if (Failure is null)
            {
                Log.JournalFails(logger, failure.Message);
            }

            Failure = failure.Message;
            return false;
        }

        if (Failure is not null)
        {
            Failure = null;
            Log.JournalWorks(logger);
        }

        board.NotifyJournalWritten();
        return true;
    }

    private Sample[] Samples()
    {
        Sample[] samples = new Sample[live.Unwritten.Count];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = live.Table.Sample(live.Unwritten[i]);
        }

        return samples;
    }

    private ElementShown[] Shown()
    {
        ElementShown[] shown = new ElementShown[live.UnwrittenElements.Count];
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] = live.Shown(live.UnwrittenElements[i]);
        }

        return shown;
    }
}
