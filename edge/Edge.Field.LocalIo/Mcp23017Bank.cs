using System.Device.I2c;

namespace Edge.Field.LocalIo;

/// <summary>
/// Inputs on an MCP23017. With its INT line wired, the edge of that line is the time of the change that INTCAP holds; changes between the
/// interrupt and the reading, and all changes without the line, have the time of the reading.
/// </summary>
internal sealed class Mcp23017Bank : InputBank
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_periodWithInterrupt = TimeSpan.FromMilliseconds(100);

    // How often the settings are read back: a chip that lost power for a moment answers as before.
    private static readonly TimeSpan s_checkEvery = TimeSpan.FromSeconds(1);

    private readonly ILocalHardware _hardware;
    private readonly Mcp23017Options _options;
    private readonly TimeProvider _time;
    private readonly Action<TimeSpan> _pause;
    private readonly LineEdge[] _edges = new LineEdge[16];
    private readonly int[] _inputOf = new int[16];
    private readonly ushort _pullUps;
    private I2cDevice? _device;
    private Mcp23017? _chip;
    private IEdgeSource? _interrupt;
    private ushort _levels;
    private long _checkedAt;
    private long _readAt;

    /// <param name="hardware">The box.</param>
    /// <param name="options">The chip.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="pause">Waits where there is no interrupt.</param>
    public Mcp23017Bank(
        ILocalHardware hardware, Mcp23017Options options, IReadOnlyList<LocalDigitalInput> inputs, TimeProvider time,
        Action<TimeSpan> pause)
        : base($"MCP23017 {options.Name} (I²C bus {options.Bus}, address 0x{options.Address:X2})", inputs)
    {
        (_hardware, _options, _time, _pause) = (hardware, options, time, pause);
        Array.Fill(_inputOf, -1);
        for (int i = 0; i < inputs.Count; i++)
        {
            _inputOf[inputs[i].Line] = i;
            _pullUps |= (ushort)(inputs[i].Pull == LinePull.Up ? 1 << inputs[i].Line : 0);
        }
    }

    private TimeSpan Period => _options.Period ?? (_interrupt is null ? s_period : s_periodWithInterrupt);

    public override void Open(IInputSink sink)
    {
        if (_options.Interrupt is { } line)
        {
            // The chip's INT is an open drain, low while a change waits to be read.
            _interrupt = _hardware.OpenLines(line.Chip, [line.Line], LinePull.Up);
        }

        _device = _hardware.OpenI2c(_options.Bus, _options.Address);
        _chip = new Mcp23017(_device, _pullUps);
        Start(sink);
    }

    public override void WaitForChanges(IInputSink sink, TimeSpan wait)
    {
        TimeSpan rest = Period - _time.GetElapsedTime(_readAt);
        TimeSpan pause = rest < TimeSpan.Zero ? TimeSpan.Zero : rest < wait ? rest : wait;
        DateTimeOffset? interrupted = null;
        if (_interrupt is null)
        {
            if (pause > TimeSpan.Zero)
            {
                _pause(pause);
            }
        }
        else
        {
            interrupted = LastFall(_interrupt.Read(_edges, pause));
        }

        if (interrupted is null && _time.GetElapsedTime(_readAt) < Period)
        {
            return;
        }

        if (_time.GetElapsedTime(_checkedAt) >= s_checkEvery)
        {
            if (!_chip!.HasSettings())
            {
                sink.WasReset();
                Start(sink);
                return;
            }

            _checkedAt = _time.GetTimestamp();
        }

        Read(sink, interrupted);
    }

    public override void Close()
    {
        _interrupt?.Dispose();
        _device?.Dispose();
        (_interrupt, _device, _chip) = (null, null, null);
    }

    private void Start(IInputSink sink)
    {
        _chip!.SetUp();
        _levels = _chip.Read().Levels;
        (_checkedAt, _readAt) = (_time.GetTimestamp(), _time.GetTimestamp());
        for (int line = 0; line < 16; line++)
        {
            if (_inputOf[line] >= 0)
            {
                sink.Level(_inputOf[line], (_levels >> line & 1) != 0);
            }
        }
    }

    private void Read(IInputSink sink, DateTimeOffset? interrupted)
    {
        Mcp23017Reading reading = _chip!.Read();
        _readAt = _time.GetTimestamp();
        DateTimeOffset now = _time.GetUtcNow();
        if (interrupted is { } at)
        {
            // Only the pins with a flag were captured at their own change; a captured level equal to the known one means that a pulse has
            // ended.
            for (int line = 0; line < 16; line++)
            {
                if ((reading.Flags >> line & 1) != 0)
                {
                    Report(sink, line, (reading.Captured >> line & 1) != 0, at);
                }
            }
        }

        for (int line = 0; line < 16; line++)
        {
            Report(sink, line, (reading.Levels >> line & 1) != 0, now);
        }
    }

    private void Report(IInputSink sink, int line, bool high, DateTimeOffset time)
    {
        if ((_levels >> line & 1) != 0 == high)
        {
            return;
        }

        _levels ^= (ushort)(1 << line);
        if (_inputOf[line] >= 0)
        {
            sink.Edge(_inputOf[line], high, time);
        }
    }

    // The line falls once and stays low until the chip is read: the last fall is the one that was not read yet.
    private DateTimeOffset? LastFall(int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            if (!_edges[i].Rising)
            {
                return _edges[i].Time;
            }
        }

        return null;
    }
}
