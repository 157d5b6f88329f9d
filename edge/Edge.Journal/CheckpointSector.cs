using System.Buffers.Binary;

namespace Edge.Journal;

/// <summary>
/// A checkpoint as a sector of the side file holds it: <c>"EDGM" length(2) body(length)</c>, little-endian. The body has its check as that
/// of a record has: <c>version number last-seq epoch device bytes… crc32c</c>.
/// </summary>
/// <param name="Device">The device.</param>
/// <param name="Number">Rises with each checkpoint of the device, wherever it is written.</param>
/// <param name="LastSeq">The last record that the journal had.</param>
/// <param name="Epoch">That of the run which wrote this record; with the seq it names one state of one journal.</param>
/// <param name="Bytes">The checkpoint.</param>
internal sealed record CheckpointSector(string Device, long Number, long LastSeq, string Epoch, byte[] Bytes)
{
    private const uint Magic = 0x4D474445;
    private const int HeaderLength = 6;

    /// <summary>Writes it.</summary>
    /// <returns>Its length; 0: it has no room.</returns>
    public int Write(BodyWriter writer, Span<byte> to)
    {
        writer.Begin();
        writer.Signed(Number);
        writer.Signed(LastSeq);
        writer.Text(Epoch);
        writer.Text(Device);
        writer.Bytes(Bytes);
        ReadOnlySpan<byte> body = writer.End();
        if (HeaderLength + body.Length > to.Length)
        {
            return 0;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(to, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(to[4..], (ushort)body.Length);
        body.CopyTo(to[HeaderLength..]);
        return HeaderLength + body.Length;
    }

    /// <summary>Reads one; null where there is none, or one that was cut or damaged.</summary>
    public static CheckpointSector? Read(ReadOnlySpan<byte> from)
    {
        if (from.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(from) != Magic)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadUInt16LittleEndian(from[4..]);
        if (length > from.Length - HeaderLength)
        {
            return null;
        }

        BodyReader body = new(from.Slice(HeaderLength, length));
        long number = body.Signed();
        long lastSeq = body.Signed();
        string? epoch = body.Text();
        string? device = body.Text();
        byte[] bytes = body.Rest();
        return body.Fault is null && epoch is not null && device is not null
            ? new CheckpointSector(device, number, lastSeq, epoch, bytes) : null;
    }
}
