using System.Buffers.Binary;

namespace Edge.Protocols.Mara;

/// <summary>The system variables of an answer, one for each IED. An incomplete last entry is not counted.</summary>
public readonly ref struct MaraSystemVariablesList
{
    private readonly ReadOnlySpan<byte> _bytes;

    internal MaraSystemVariablesList(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>How many IEDs there are.</summary>
    public int Count => _bytes.Length / MaraSystemVariables.Length;

    /// <summary>Those of the IED at a place, from 0.</summary>
    public MaraSystemVariables this[int index] =>
        MaraSystemVariables.Read(_bytes.Slice(index * MaraSystemVariables.Length, MaraSystemVariables.Length));
}

/// <summary>The digital words of an answer. An incomplete last word is not counted.</summary>
public readonly ref struct MaraDigitalList
{
    private readonly ReadOnlySpan<byte> _bytes;

    internal MaraDigitalList(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>How many words there are.</summary>
    public int Count => _bytes.Length / 2;

    /// <summary>The word at a place, from 0.</summary>
    public ushort this[int index] => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.Slice(index * 2, 2));
}

/// <summary>The analogue words of an answer. An incomplete last word is not counted.</summary>
public readonly ref struct MaraAnalogList
{
    private readonly ReadOnlySpan<byte> _bytes;

    internal MaraAnalogList(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>How many words there are.</summary>
    public int Count => _bytes.Length / 2;

    /// <summary>The word at a place, from 0.</summary>
    public MaraAnalog this[int index] => new(BinaryPrimitives.ReadUInt16LittleEndian(_bytes.Slice(index * 2, 2)));
}

/// <summary>The events of an answer, oldest first. An incomplete last event is not counted.</summary>
public readonly ref struct MaraEventList
{
    private readonly ReadOnlySpan<byte> _bytes;

    internal MaraEventList(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>How many events there are.</summary>
    public int Count => _bytes.Length / MaraEvent.Length;

    /// <summary>The event at a place, from 0, read as <see cref="MaraDigitalLayout.Epb"/>.</summary>
    public MaraEvent this[int index] => MaraEvent.Read(_bytes.Slice(index * MaraEvent.Length, MaraEvent.Length));

    /// <summary>For <c>foreach</c>.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Enumerates the events without allocating.</summary>
    public ref struct Enumerator
    {
        private readonly MaraEventList _list;
        private int _index;

        internal Enumerator(MaraEventList list)
        {
            _list = list;
            _index = -1;
        }

        /// <summary>The present event.</summary>
        public readonly MaraEvent Current => _list[_index];

        /// <summary>Goes to the next event, if there is one.</summary>
        public bool MoveNext() => ++_index < _list.Count;
    }
}
