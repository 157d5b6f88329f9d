using Dashboard.Alarms;
using Dashboard.Historian;

namespace Dashboard.Ingest.Records;

/// <summary>
/// Watches whether the historian stores. While it does not, no alarm can be stored either: the pages show its health. Afterwards the outage
/// is an alarm that has returned, with its true begin and end.
/// </summary>
public sealed class HistorianProbe : ICentreProbe
{
    private const int MostOutages = 100;

    // A write that fails once and then succeeds is none.
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(10);

    // While another dashboard looks, what is older than this is known to the database: there, somebody took over long before.
    private static readonly TimeSpan s_recent = TimeSpan.FromMinutes(1);

    private static readonly AlarmSource s_source = new(Centre.Site, AlarmCondition.HistorianDown.Word, "");

    private readonly Lock _lock = new();
    private readonly Queue<(HealthState Down, DateTimeOffset End, long At)> _outages = new();
    private readonly EventWriter _writer;
    private readonly TimeProvider _time;
    private HealthState? _down;

    /// <summary>Begins to watch.</summary>
    public HistorianProbe(EventWriter writer, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(writer);
        (_writer, _time) = (writer, time);
        writer.HealthChanged += Changed;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<CentreFault>> LookAsync(IReadOnlyList<Alarm> standing, CancellationToken cancellationToken)
    {
        List<CentreFault> faults = [];
        lock (_lock)
        {
            while (_outages.TryDequeue(out (HealthState Down, DateTimeOffset End, long At) outage))
            {
                faults.Add(new CentreFault(s_source, CentreFinding.HistorianDown, true)
                {
                    Text = outage.Down.Reason,
                    Time = outage.Down.Since,
                });
                faults.Add(new CentreFault(s_source, CentreFinding.HistorianDown, false) { Time = outage.End });
            }
        }

        // Where the dashboard was killed between both.
        if (faults.Count == 0 && _writer.Health.Up)
        {
            faults.Add(new CentreFault(s_source, CentreFinding.HistorianDown, false));
        }

        return Task.FromResult<IReadOnlyList<CentreFault>>(faults);
    }

    /// <inheritdoc />
    public void Rest()
    {
        lock (_lock)
        {
            while (_outages.TryPeek(out (HealthState Down, DateTimeOffset End, long At) outage)
                && _time.GetElapsedTime(outage.At) > s_recent)
            {
                _ = _outages.Dequeue();
            }
        }
    }

    private void Changed()
    {
        HealthState health = _writer.Health;
        lock (_lock)
        {
            if (!health.Up)
            {
                _down = health;
                return;
            }

            if (_down is { } down && health.Since - down.Since >= s_shortest && _outages.Count < MostOutages)
            {
                _outages.Enqueue((down, health.Since, _time.GetTimestamp()));
            }

            _down = null;
        }
    }
}
