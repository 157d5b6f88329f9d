using System.Device.Gpio;

namespace TestKit.Ptys;

/// <summary>One change of a line, with its moment in units of <see cref="TimeProvider.GetTimestamp"/>.</summary>
public readonly record struct Transition(int Line, bool High, long Timestamp);

/// <summary>
/// A GPIO chip that writes down what is done to its lines. Allocates nothing when a line is switched, as long as the room suffices.
/// </summary>
/// <param name="clock">The clock of the time stamps.</param>
/// <param name="room">How many changes it keeps; more are an error.</param>
public sealed class RecordingGpio(TimeProvider clock, int room = 4096) : GpioDriver
{
    private const int Lines = 64;

    private readonly Transition[] _transitions = new Transition[room];
    private readonly bool?[] _levels = new bool?[Lines];
    private readonly bool[] _claimed = new bool[Lines];
    private int _count;

    /// <summary>Runs at each switching, before it is written down; what it throws, the line throws.</summary>
    public Action<bool>? Switching { get; set; }

    /// <summary>Runs at each switching, after it was written down.</summary>
    public Action<bool>? Switched { get; set; }

    /// <summary>Every change since the begin, the level at the claiming of a line included.</summary>
    public IReadOnlyList<Transition> Transitions => _transitions[..Volatile.Read(ref _count)];

    /// <summary>The lines that are claimed now.</summary>
    public IEnumerable<int> Claimed => Enumerable.Range(0, Lines).Where(line => _claimed[line]);

    /// <summary>The last level that a line was given, claimed or not.</summary>
    public bool IsHigh(int line) => _levels[line] == true;

    protected override int PinCount => Lines;

    protected override void OpenPin(int pinNumber) => _claimed[pinNumber] = true;

    protected override void ClosePin(int pinNumber) => _claimed[pinNumber] = false;

    protected override void SetPinMode(int pinNumber, PinMode mode)
    {
        if (mode != PinMode.Output)
        {
            throw new InvalidOperationException($"The direction line {pinNumber} is made {mode}.");
        }
    }

    protected override PinMode GetPinMode(int pinNumber) => PinMode.Output;

    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => mode == PinMode.Output;

    protected override PinValue Read(int pinNumber) => _levels[pinNumber] == true;

    protected override void Write(int pinNumber, PinValue value)
    {
        bool high = value == PinValue.High;
        Switching?.Invoke(high);
        if (_levels[pinNumber] != high)
        {
            _levels[pinNumber] = high;
            _transitions[_count] = new Transition(pinNumber, high, clock.GetTimestamp());
            Volatile.Write(ref _count, _count + 1);
        }

        Switched?.Invoke(high);
    }

    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) =>
        throw new NotSupportedException();

    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) =>
        throw new NotSupportedException();
}
