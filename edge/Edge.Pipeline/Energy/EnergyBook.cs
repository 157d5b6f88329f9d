using Edge.Domain;

namespace Edge.Pipeline.Energy;

/// <summary>
/// Checks the energies of all channels (Mara 1.4 §5): that each quarter of an hour has its period, and that the 24-hour record is the sum
/// of its day. What it finds becomes events of <see cref="FieldEventKind.Finding"/>: <see cref="GatewayFinding.EnergyMissing"/> with the
/// end of the first missing period as its time and the number of missing periods in a row as its count, and, at most once a channel and
/// day, <see cref="GatewayFinding.EnergyDiffers"/> with the record as its count and both numbers in its text. Keeps two days and the
/// present one of each channel. Not for several threads.
/// </summary>
public sealed class EnergyBook
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(30);

    private readonly EnergyBookOptions _options;
    private readonly PeriodClock _clock;
    private readonly Dictionary<(DeviceId Device, int Channel), EnergyChannel> _channels = [];
    private readonly List<FieldEvent> _unused = [];

    // Since when an IED whose link was lost answers again; the end of time while it does not.
    private readonly Dictionary<DeviceId, DateTimeOffset> _answersSince = [];
    private DateTimeOffset _begun = DateTimeOffset.MinValue;
    private DateTimeOffset _looked = DateTimeOffset.MinValue;

    /// <summary>Makes an empty book: periods before the first one of a channel are not missed.</summary>
    /// <param name="options">How to check.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public EnergyBook(EnergyBookOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _clock = new PeriodClock(options.Zone);
    }

    /// <summary>Enters what the journal holds of the last hours: the energies, and findings that must not be reported again.</summary>
    /// <param name="history">In the order of the journal; <see cref="EnergyHistory.Read"/> gives it.</param>
    /// <param name="now">The time of the start: nothing is overdue before the devices had the chance to report it.</param>
    public void Restore(IEnumerable<FieldEvent> history, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(history);
        _begun = now;
        foreach (FieldEvent entry in history)
        {
            TakeLink(entry);
            if (entry.Content.Energy is { } energy)
            {
                Channel(entry.Device, energy.Channel).Take(in entry, in energy, now, _unused);
            }
            else if (entry.Content.Finding is { Channel: { } channel } finding)
            {
                Channel(entry.Device, channel).Reported(in finding, entry.Time);
            }
        }

        _unused.Clear();
    }

    /// <summary>
    /// Takes an event. Of a link to an IED that is lost or back (Mara 1.4 §5) it learns when there may be something to miss; what else is no energy is
    /// passed over.
    /// </summary>
    /// <param name="device">The device of the configuration that brought it.</param>
    /// <param name="entry">The event, each exactly once.</param>
    /// <param name="now">The gateway's time, UTC.</param>
    /// <param name="findings">Where new findings are added.</param>
    public void Take(string device, in FieldEvent entry, DateTimeOffset now, List<FieldEvent> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        TakeLink(entry);
        if (entry.Content.Energy is { } energy)
        {
            EnergyChannel channel = Channel(entry.Device, energy.Channel);
            channel.Device = device;
            channel.Take(in entry, in energy, now, findings);
        }
    }

    /// <summary>
    /// Looks for periods that are overdue; cheap to call often. An IED that does not answer has none: it keeps its periods, and an
    /// event of its own reports that it is lost.
    /// </summary>
    /// <param name="now">The gateway's time, UTC.</param>
    /// <param name="upSince">Since when a device answers, or null while it does not.</param>
    /// <param name="findings">Where new findings are added.</param>
    public void Look(DateTimeOffset now, Func<string, DateTimeOffset?> upSince, List<FieldEvent> findings)
    {
        ArgumentNullException.ThrowIfNull(upSince);
        ArgumentNullException.ThrowIfNull(findings);
        if ((now - _looked).Duration() < s_lookEvery)
        {
            return;
        }

        _looked = now;
        foreach (((DeviceId counts, _), EnergyChannel channel) in _channels)
        {
            if ((channel.Device is { } device ? upSince(device) : _begun) is { } since)
            {
                DateTimeOffset answers = _answersSince.GetValueOrDefault(counts);
                channel.Look(now, answers > since ? answers : since, _options.Grace, findings);
            }
        }
    }

    // By arrival: from then on it can be asked, by the clock that decides what is overdue. An energy behind the loss says that the IED is back, too.
    private void TakeLink(in FieldEvent entry)
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
