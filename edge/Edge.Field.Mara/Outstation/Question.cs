using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Outstation;

/// <summary>A frame of a centre, copied from the stream so that it stays valid during a wait.</summary>
internal sealed class Question
{
    private readonly byte[] _data = new byte[MaraFrame.MaximumData];
    private int _length;

    public byte Destination { get; private set; }

    public byte Source { get; private set; }

    public byte Sequence { get; private set; }

    public byte Command { get; private set; }

    public ReadOnlyMemory<byte> Data => _data.AsMemory(0, _length);

    public void Set(in MaraFrame frame)
    {
        (Destination, Source, Sequence, Command) = (frame.Destination, frame.Source, frame.Sequence, frame.Command);
        _length = frame.Data.Length;
        frame.Data.CopyTo(_data);
    }
}
