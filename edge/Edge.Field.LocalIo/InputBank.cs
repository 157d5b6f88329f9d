namespace Edge.Field.LocalIo;

/// <summary>Gets what a bank of inputs sees; inputs are numbered as the bank's configuration has them.</summary>
internal interface IInputSink
{
    /// <summary>The level of an input as it is found; when it changed nobody knows.</summary>
    void Level(int input, bool high);

    /// <summary>An input changed.</summary>
    void Edge(int input, bool high, DateTimeOffset time);

    /// <summary>Edges of an input were lost.</summary>
    void Lost(int input, uint count);

    /// <summary>The chip had lost its settings and was set up again; levels follow.</summary>
    void WasReset();
}

/// <summary>Inputs that are read together. Used by one thread.</summary>
internal abstract class InputBank(string name, IReadOnlyList<LocalDigitalInput> inputs) : IDisposable
{
    /// <summary>The bank, for a person.</summary>
    public string Name { get; } = name;

    /// <summary>Its inputs.</summary>
    public IReadOnlyList<LocalDigitalInput> Inputs { get; } = inputs;

    /// <summary>Opens it and reports the present levels.</summary>
    /// <exception cref="IOException">It cannot be used.</exception>
    public abstract void Open(IInputSink sink);

    /// <summary>Waits, at most so long, until something happens, and reports it.</summary>
    /// <exception cref="IOException">It cannot be used any more.</exception>
    public abstract void Turn(IInputSink sink, TimeSpan wait);

    /// <summary>Gives lines and devices back; <see cref="Open"/> may be called again.</summary>
    public abstract void Close();

    /// <inheritdoc/>
    public void Dispose() => Close();
}

/// <summary>Inputs on lines of one GPIO chip with one pull.</summary>
internal sealed class GpioBank(ILocalHardware hardware, string chip, LinePull pull, IReadOnlyList<LocalDigitalInput> inputs)
    : InputBank(chip, inputs)
{
    private readonly LineEdge[] _edges = new LineEdge[64];
    private readonly uint[] _last = new uint[inputs.Count];
    private IEdgeSource? _source;

    public override void Open(IInputSink sink)
    {
        Array.Clear(_last);
        _source = hardware.OpenLines(Name, Inputs.Select(i => i.Line).ToArray(), pull);
        ulong levels = _source.Levels();
        for (int i = 0; i < Inputs.Count; i++)
        {
            sink.Level(i, (levels >> i & 1) != 0);
        }
    }

    public override void Turn(IInputSink sink, TimeSpan wait)
    {
        int count = _source!.Take(_edges, wait);
        for (int i = 0; i < count; i++)
        {
            LineEdge edge = _edges[i];

            // The kernel numbers the edges of a line from 1.
            uint gap = unchecked(edge.Sequence - _last[edge.Line] - 1);
            _last[edge.Line] = edge.Sequence;
            if (gap > 0)
            {
                sink.Lost(edge.Line, gap);
            }

            sink.Edge(edge.Line, edge.Rising, edge.Time);
        }
    }

    public override void Close()
    {
        _source?.Dispose();
        _source = null;
    }
}
