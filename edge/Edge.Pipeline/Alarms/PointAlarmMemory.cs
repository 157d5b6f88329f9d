using System.Buffers.Binary;
using System.Collections.Frozen;
using Edge.Domain;

namespace Edge.Pipeline.Alarms;

/// <summary>
/// What <see cref="PointAlarms"/> has found last, as a checkpoint of the journal: <c>version(1) number(4) hash(4)…</c>, little-endian, a
/// hash for each limit that is exceeded and each alarm that is suppressed. The number differs from that of the former one, so that findings
/// without a change in the end are written, too.
/// </summary>
internal sealed class PointAlarmMemory
{
    /// <summary>The name of the checkpoint; no device has it.</summary>
    public const string Key = "/alarms";

    private const byte Version = 1;
    private const int Head = 5;

    /// <summary>How many are remembered. What is beyond is found again after a restart.</summary>
    internal const int Most = (DeviceCheckpoint.MaximumLength - Head) / sizeof(uint);

    private readonly uint _number;
    private readonly FrozenSet<uint> _found;

    private PointAlarmMemory(uint number, IEnumerable<uint> found) => (_number, _found) = (number, found.ToFrozenSet());

    /// <summary>The checkpoint.</summary>
    public byte[] Bytes
    {
        get
        {
            byte[] bytes = new byte[Head + (_found.Count * sizeof(uint))];
            bytes[0] = Version;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), _number);
            int at = Head;
            foreach (uint hash in _found.Order())
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), hash);
                at += sizeof(uint);
            }

            return bytes;
        }
    }

    /// <summary>Reads a checkpoint; without one, or with one of a newer program, nothing is known.</summary>
    public static PointAlarmMemory Read(ReadOnlyMemory<byte>? checkpoint)
    {
        if (checkpoint is not { Length: >= Head } bytes || bytes.Span[0] != Version)
        {
            return new PointAlarmMemory(0, []);
        }

        List<uint> found = [];
        for (int at = Head; at + sizeof(uint) <= bytes.Length; at += sizeof(uint))
        {
            found.Add(BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..]));
        }

        return new PointAlarmMemory(BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[1..]), found);
    }

    /// <summary>Whether it was found last.</summary>
    public bool Has(GatewayFinding kind, string tag) => _found.Contains(HashOf(kind, tag));

    /// <summary>What is known after more was found.</summary>
    public PointAlarmMemory Next(IEnumerable<(GatewayFinding Kind, string Tag)> found) =>
        new(_number + 1, found.Select(one => HashOf(one.Kind, one.Tag)).Distinct().Take(Most));

    // FNV-1a.
    private static uint HashOf(GatewayFinding kind, string tag)
    {
        uint hash = (2166136261 ^ (byte)kind) * 16777619;
        foreach (char letter in tag)
        {
            hash = (hash ^ letter) * 16777619;
        }

        return hash;
    }
}
