using Dashboard.Alarms;
using Dashboard.Historian;
using Dashboard.Historian.Alarms;
using Dashboard.Historian.Journal;
using Edge.Contracts;
using Microsoft.Extensions.Logging;

namespace Dashboard.Ingest.Records;

/// <summary>
/// Compares each few seconds what the centre knows of itself and of the gateways with the alarms in the database, and records an event
/// where they differ. So a restart raises nothing again, and of several dashboards on one database one alone does it.
/// </summary>
/// <remarks>Its parameters are what it asks, what it compares with, where it writes, the clock, the log and the leases.</remarks>
/// <param name="probes">What is watched.</param>
/// <param name="alarms">The alarms.</param>
/// <param name="intake">Where events are stored.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
/// <param name="leases">Which of several dashboards does it; null: there is only this one.</param>
public sealed class CentreWatch(
    IEnumerable<ICentreProbe> probes, IAlarmStore alarms, EventIntake intake, TimeProvider time, ILogger<CentreWatch> logger,
    ISiteLeases? leases = null) : IDisposable
{
    private const int Slot = 6;
    private const int MaximumWaiting = 1000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    // What was recorded is an alarm a moment later, and is not recorded again until then.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);

    private static readonly string[] s_words = [.. AlarmCondition.Watched.Select(condition => condition.Word)];

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<AlarmSource, long> _recorded = [];
    private readonly Dictionary<string, long> _lastMoments = new(StringComparer.Ordinal);
    private readonly HashSet<ICentreProbe> _failing = [];
    private Queue<(CentreFault Fault, DateTimeOffset At)> _waiting = new();

    // The first that waits, with its number: what is written once more is the same.
    private EventRecord? _next;
    private bool _failed;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                await WatchAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The next start compares again.
        }
    }

    /// <summary>
    /// Ends what was in alarm of a station that was forgotten now. Where that cannot be written, it is done later, as for what a profile
    /// no longer has.
    /// </summary>
    public async Task EndAsync(string site, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (CentreFault fault in probes.OfType<GoneProbe>().SelectMany(probe => probe.Forgotten(site)))
            {
                await intake.RecordAsync(Of(fault, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
                _recorded[fault.Source] = time.GetTimestamp();
            }
        }
        catch (HistorianException exception)
        {
            Log.CentreDoesNotWatch(logger, exception.Message);
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    /// <summary>Compares once.</summary>
    internal async Task WatchAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (leases?.Holds(Centre.Site) ?? true)
            {
                await CompareAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                _waiting.Clear();
                _next = null;
                foreach (ICentreProbe probe in probes)
                {
                    probe.Rest();
                }
            }

            if (_failed)
            {
                Log.CentreWatchesAgain(logger);
            }

            _failed = false;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            if (!_failed)
            {
                Log.CentreDoesNotWatch(logger, exception.Message);
            }

            _failed = true;
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        await StoreAsync(cancellationToken).ConfigureAwait(false);
        Alarm[] standing = [.. alarms.Standing(s_words)];
        Dictionary<AlarmSource, Alarm> active = standing.ToDictionary(alarm => alarm.Source);
        foreach (ICentreProbe probe in probes)
        {
            Dictionary<AlarmSource, bool> said = [];
            foreach (CentreFault fault in await LookAsync(probe, standing, cancellationToken).ConfigureAwait(false))
            {
                Alarm? before = fault.Ends ?? active.GetValueOrDefault(fault.Source);
                bool wasThere = said.TryGetValue(fault.Source, out bool last) ? last : before is not null;
                int priority = fault.Priority ?? AlarmCondition.Of(fault.Source.Condition).Priority;
                bool isNews = fault.IsThere != wasThere || (fault.IsThere && before is not null && before.Priority != priority);
                if (isNews && (fault.Time is not null || !IsSettling(fault.Source)) && _waiting.Count < MaximumWaiting)
                {
                    _waiting.Enqueue((fault, time.GetUtcNow()));
                    said[fault.Source] = fault.IsThere;
                    _recorded[fault.Source] = time.GetTimestamp();
                }
            }
        }

        await StoreAsync(cancellationToken).ConfigureAwait(false);
    }

    private bool IsSettling(AlarmSource source) =>
        _recorded.TryGetValue(source, out long at) && time.GetElapsedTime(at) < Settling;

    // Each by itself: what one cannot find out says nothing of the others.
    private async Task<IReadOnlyList<CentreFault>> LookAsync(
        ICentreProbe probe, IReadOnlyList<Alarm> standing, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<CentreFault> faults = await probe.LookAsync(standing, cancellationToken).ConfigureAwait(false);
            if (_failing.Remove(probe))
            {
                Log.ProbeWorksAgain(logger, probe.GetType().Name);
            }

            return faults;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            if (_failing.Add(probe))
            {
                Log.ProbeFails(logger, probe.GetType().Name, exception.Message);
            }

            return [];
        }
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (_waiting.TryPeek(out (CentreFault Fault, DateTimeOffset At) first))
            {
                _next ??= Of(first.Fault, first.At);
                await intake.RecordAsync(_next, cancellationToken).ConfigureAwait(false);
                (_, _next) = (_waiting.Dequeue(), null);
            }
        }
        catch (HistorianException)
        {
            LookAnew();
            throw;
        }
    }

    // What was gone may be there again before it can be written: it is not kept.
    private void LookAnew()
    {
        if (_next?.Event.Finding == CentreFinding.SourceGone)
        {
            _next = null;
        }

        foreach ((CentreFault fault, _) in _waiting.Where(one => one.Fault.Ends is not null))
        {
            _ = _recorded.Remove(fault.Source);
        }

        _waiting = new(_waiting.Where(one => one.Fault.Ends is null));
    }

    // A number of its own, behind the last of its source: also where the clock was set back, and the dashboard started again.
    private EventRecord Of(CentreFault fault, DateTimeOffset at)
    {
        string site = fault.Source.Site;
        long said = alarms.Last(fault.Source) is { } last && Centre.IsEpoch(last.Position.Epoch)
            ? last.Position.Seq / CentreRecord.Slots : 0;
        long behind = Math.Max(_lastMoments.GetValueOrDefault(site), said) + 1;
        long moment = Math.Min(Math.Max(at.ToUnixTimeMilliseconds(), behind), long.MaxValue / CentreRecord.Slots);
        _lastMoments[site] = moment;
        string? name = fault.Source.Name.Length == 0 ? null : fault.Source.Name;
        bool isOfTag = fault.Ends?.Event.Tag is not null;
        return new EventRecord(site, new EventMessage
        {
            Epoch = CentreRecord.Epoch,
            Seq = (moment * CentreRecord.Slots) + Slot,
            Type = EventType.Gateway,
            Finding = fault.Finding,
            Condition = fault.Ends is null ? null : fault.Source.Condition,
            Tag = isOfTag ? name : null,
            Device = isOfTag ? fault.Ends!.Event.Device : name,
            Description = fault.Ends?.Event.Description,
            Count = fault.IsThere ? 1 : 0,
            LastSeq = fault.Ends?.Event.Seq,
            Text = fault.Text,
            Alarm = fault.Priority is { } priority ? new EventAlarm { Priority = priority }
                : fault.Ends?.Event.Alarm is { Latched: true } ? new EventAlarm { Latched = true } : null,
            Time = fault.Time ?? at,
            TimeSource = TimeSource.Gateway,
            Clock = ClockState.Synchronised,
            Received = at,
        });
    }
}
