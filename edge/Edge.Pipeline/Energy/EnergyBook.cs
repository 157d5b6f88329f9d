using Edge.Domain;

namespace Edge.Pipeline.Energy;

/// <summary>
/// Checks the energies of all channels (Mara 1.4 §5): each quarter of an hour has a period, and the 24-hour record is the sum of its day.
/// The results are events of <see cref="FieldEventKind.Finding"/>: <see cref="GatewayFinding.EnergyMissing"/>, with the end of the first
/// missing period as its time and the number of missing periods in a row as its count; and, at most once per channel and day,
/// <see cref="GatewayFinding.EnergyDiffers"/>, with the record as its count and both numbers in its text. Keeps the current day and the
/// two before it for each channel. Not thread-safe.
/// </summary>
public sealed class EnergyBook
{
    private static readonly TimeSpan s_checkInterval = TimeSpan.FromSeconds(30);

    private readonly EnergyBookOptions _options;
    private readonly PeriodClock _clock;
    private readonly Dictionary<(DeviceId Device, int Channel), EnergyChannel> _channels = [];
    private readonly List<FieldEvent> _unused = [];

    // When an IED whose link was lost answered again; MaxValue while it does not.
    private readonly Dictionary<DeviceId, DateTimeOffset> _answersSince = [];
    private DateTimeOffset _started = DateTimeOffset.MinValue;
    private DateTimeOffset _checked = DateTimeOffset.MinValue;

    /// <summary>Makes an empty book: periods before the first one of a channel do not count as missing.</summary>
    /// <param name="options">How to check.</param>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public EnergyBook(EnergyBookOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _clock = new PeriodClock(options.Zone);
    }

    /// <summary>Enters the last hours of the journal: the energies, and the findings that must not be reported again.</summary>
    /// <param name="history">In the order of the journal, from <see cref="EnergyHistory.Read"/>.</param>
    /// <param name="now">The time of the start: the grace of each channel begins here.</param>
    public void Restore(IEnumerable<FieldEvent> history, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(history);
        _started = now;
        foreach (FieldEvent entry in history)
        {
            UpdateLink(entry);
            if (entry.Content.Energy is { } energy)
            {
                Channel(entry.Device, energy.Channel).Add(in entry, in energy, now, _unused);
            }
            else if (entry.Content.Finding is { Channel: { } channel } finding)
            {
                Channel(entry.Device, channel).AddReported(in finding, entry.Time);
            }
        }

        _unused.Clear();
    }

    /// <summary>
    /// Adds an event: an energy, or a link to an IED that is lost or restored (Mara 1.4 §5), because periods are not overdue while the
    /// link is lost. Other events are ignored.
    /// </summary>
    /// <param name="device">The device of the configuration that brought it.</param>
    /// <param name="entry">The event, each exactly once.</param>
    /// <param name="now">The gateway's time, UTC.</param>
    /// <param name="findings">Where new findings are added.</param>
    public void Add(string device, in FieldEvent entry, DateTimeOffset now, List<FieldEvent> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        UpdateLink(entry);
        if (entry.Content.Energy is { } energy)
        {
            EnergyChannel channel = Channel(entry.Device, energy.Channel);
            channel.Device = device;
            channel.Add(in entry, in energy, now, findings);
        }
    }

    /// <summary>
    /// Checks for overdue periods; cheap to call often. An IED that does not answer has none: it keeps its periods, and another event
    /// reports that it is lost.
    /// </summary>
    /// <param name="now">The gateway's time, UTC.</param>
    /// <param name="upSince">Since when a device answers, or null while it does not.</param>
    /// <param name="findings">Where new findings are added.</param>
    public void CheckOverdue(DateTimeOffset now, Func<string, DateTimeOffset?> upSince, List<FieldEvent> findings)
    {
        ArgumentNullException.ThrowIfNull(upSince);
        ArgumentNullException.ThrowIfNull(findings);
        if ((now - _checked).Duration() < s_checkInterval)
        {
            return;
        }

        _checked = now;
        foreach (((DeviceId counts, _), EnergyChannel channel) in _channels)
        {
            if ((channel.Device is { } device ? upSince(device) : _started) is { } since)
            {
                DateTimeOffset answers = _answersSince.GetValueOrDefault(counts);
                channel.CheckOverdue(now, answers > since ? answers : since, _options.Grace, findings);
            }
        }
    }

    // The time of arrival counts: it is from the clock that decides what is overdue. An energy after the loss also shows that the IED
    // answers again.
    private void UpdateLink(in FieldEvent entry)
    {
        if (entry.Content.Device is { Condition: DeviceCondition.LinkLost or DeviceCondition.LinkRestored } report)
        {
            _answersSince[entry.Device] = report.Condition == DeviceCondition.LinkLost ? DateTimeOffset.MaxValue : entry.Received;
        }
        else if (entry.Kind == FieldEventKind.Energy && _answersSince.GetValueOrDefault(entry.Device) == DateTimeOffset.MaxValue)
        {
            _answersSince[entry.Device] = entry.Received;
        }
    }

    private EnergyChannel Channel(DeviceId device, int number)
    {
        if (!_channels.TryGetValue((device, number), out EnergyChannel? channel))
        {
            _channels.Add((device, number), channel = new EnergyChannel(_clock));
        }

        return channel;
    }
}
