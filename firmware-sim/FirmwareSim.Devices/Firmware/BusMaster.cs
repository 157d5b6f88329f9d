using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Firmware;

/// <summary>
/// The concentrator's side of the bus: asks one IED after the other, keeps what each last answered, collects events, notices who
/// does not answer, and hands on the time.
/// </summary>
public sealed class BusMaster
{
    /// <summary>One question and answer at 9600 bit/s, turn-round included; the eleven IEDs take 440 ms.</summary>
    public static readonly TimeSpan Slot = TimeSpan.FromMilliseconds(40);

    /// <summary>Unanswered polls until an IED counts as lost (Mara 1.4 §7).</summary>
    public const int PollsUntilLost = 5;

    private const int LinkCode = 2;
    private const int Lost = 0;
    private const int Back = 1;
    private const int SlowDown = 5;
    private static readonly TimeSpan TimeEvery = TimeSpan.FromHours(1);

    private readonly Agenda _agenda;
    private readonly WallClock _clock;
    private readonly EventQueue _queue;
    private readonly Image[] _images;
    private Appointment? _timeDue;
    private TimeSpan _timeEvery = TimeEvery;
    private int _turn;

    public BusMaster(Agenda agenda, WallClock clock, IReadOnlyList<Ied> ieds, EventQueue queue)
    {
        ArgumentNullException.ThrowIfNull(agenda);
        (_agenda, _clock, _queue) = (agenda, clock, queue);
        _images = [.. ieds.Select(ied => new Image(ied))];
        Prime();
        agenda.Every(Slot, () =>
        {
            if (!Stopped && _images.Length > 0)
            {
                Ask(_images[_turn++ % _images.Length]);
            }
        });
        PlanTime();
    }

    /// <summary>Whether it asks nobody: the bus belongs to who sits on the other side of the bridge (command 3F).</summary>
    public bool Stopped { get; set; }

    /// <summary>How often it broadcasts the time (command 3B); zero: never. An hour at first.</summary>
    public TimeSpan SendsTimeEvery
    {
        get => _timeEvery;
        set
        {
            if (value != _timeEvery)
            {
                _timeEvery = value;
                PlanTime();
            }
        }
    }

    /// <summary>What each IED last answered, in the order of the bus.</summary>
    public IReadOnlyList<Image> Images => _images;

    /// <summary>Reads every IED at once: the concentrator has just started.</summary>
    public void Prime() => Array.ForEach(_images, image =>
    {
        image.Missed = 0;
        image.Lost = false;
        Ask(image);
    });

    /// <summary>Broadcasts the concentrator's time, if it has one to give.</summary>
    public void SendTime()
    {
        if (!_clock.HasTime)
        {
            return;
        }

        foreach (Image image in _images)
        {
            if (image.Ied.Connected)
            {
                image.Ied.SetTime(_clock.Read(_agenda.Now));
            }
        }
    }

    private void PlanTime()
    {
        _timeDue?.Cancel();
        _timeDue = _timeEvery == TimeSpan.Zero ? null : _agenda.After(_timeEvery, () =>
        {
            PlanTime();
            if (!Stopped)
            {
                SendTime();
            }
        });
    }

    private void Ask(Image image)
    {
        if (image.Lost && image.Missed++ % SlowDown != 0)
        {
            return;
        }

        if (!image.Ied.Connected)
        {
            if (!image.Lost && ++image.Missed >= PollsUntilLost)
            {
                image.Lost = true;
                Report(image, Lost);
            }

            return;
        }

        if (image.Lost)
        {
            image.Lost = false;
            Report(image, Back);
            _agenda.After(TimeSpan.FromSeconds(10), SendTime);
        }

        image.Missed = 0;
        image.Read(_clock.Read(_agenda.Now));
        if (_queue.Room >= EventStack.Capacity)
        {
            _queue.Collect(image.Ied);
        }
    }

    private void Report(Image image, int motive) =>
        _queue.Add(EventRecord.System(image.Ied.Address, LinkCode, motive, _clock.Read(_agenda.Now)));

    /// <summary>The last answer of one IED.</summary>
    public sealed class Image(Ied ied)
    {
        private readonly byte[] _system = new byte[SystemVariables.Length];

        /// <summary>Whose.</summary>
        public Ied Ied { get; } = ied;

        /// <summary>Whether it counts as lost.</summary>
        public bool Lost { get; internal set; }

        /// <summary>Polls in a row that it did not answer.</summary>
        internal int Missed { get; set; }

        /// <summary>Its port.</summary>
        public ushort Digitals { get; private set; }

        /// <summary>Its first channel.</summary>
        public ushort First { get; private set; }

        /// <summary>Its second channel.</summary>
        public ushort Second { get; private set; }

        /// <summary>Its six bytes with the concentrator's own bit in them.</summary>
        public void WriteSystemVariables(Span<byte> six)
        {
            _system.CopyTo(six);
            if (Lost)
            {
                six[0] |= (byte)SystemBits.NoAnswer;
            }
        }

        internal void Read(DateTime reference)
        {
            Ied.WriteSystemVariables(_system, reference);
            (Digitals, First, Second) = (Ied.Digitals, Ied.Analog(0), Ied.Analog(1));
        }
    }
}
