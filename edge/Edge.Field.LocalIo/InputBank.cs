namespace Edge.Field.LocalIo;

/// <summary>Receives the changes of a bank of inputs; inputs are numbered in the order of the bank's configuration.</summary>
internal interface IInputSink
{
    /// <summary>Reports the present level of an input; the time of its change is unknown.</summary>
    void Level(int input, bool high);

    /// <summary>Reports a change of an input.</summary>
    void Edge(int input, bool high, DateTimeOffset time);

    /// <summary>Reports lost edges of an input.</summary>
    void Lost(int input, uint count);

    /// <summary>Reports that the chip had lost its settings and was set up again; its levels follow.</summary>
    void WasReset();
}

/// <summary>Inputs that are read together. Used by one thread.</summary>
internal abstract class InputBank(string name, IReadOnlyList<LocalDigitalInput> inputs) : IDisposable
{
    /// <summary>The name of the bank in logs.</summary>
    public string Name { get; } = name;

    /// <summary>Its inputs.</summary>
    public IReadOnlyList<LocalDigitalInput> Inputs { get; } = inputs;

    /// <summary>Opens it and reports the present levels.</summary>
    /// <exception cref="IOException">It cannot be used.</exception>
    public abstract void Open(IInputSink sink);

    /// <summary>Waits for changes, for at most the given time, and reports them.</summary>
    /// <exception cref="IOException">It cannot be used any more.</exception>
    public abstract void WaitForChanges(IInputSink sink, TimeSpan wait);

    /// <summary>Releases lines and devices; <see cref="Open"/> may be called again.</summary>
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

    public override void WaitForChanges(IInputSink sink, TimeSpan wait)
    {
        int count = _source!.Read(_edges, wait);
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
