using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Edge.Domain;

namespace Edge.Pipeline.Alarms;

/// <summary>
/// What <see cref="PointAlarms"/> has found last, as a checkpoint of the journal: each limit that is exceeded and each alarm that is
/// suppressed, and each rule whose state is not reported yet. <c>version(1) number(4) names(2) name… hash(4)…</c>, little-endian; a name is
/// <c>kind(1) length(1) device length(1) tag</c>. The number differs from that of the former one, so that findings without a change in the
/// end are written, too.
/// </summary>
/// <remarks>
/// A hash is known again; only what has a name can be ended when the profile lacks it. All get the four bytes of a hash, the suppressed
/// alarms first, then the limits, then the rules that are not reported; in the room that is left names are written in the same order. What
/// does not even fit as a hash is found again after a restart. Version 1 had hashes alone: <c>version(1) number(4) hash(4)…</c>.
/// </remarks>
internal sealed class PointAlarmMemory
{
    /// <summary>The name of the checkpoint; no device has it.</summary>
    public const string Key = "/alarms";

    private const byte Version = 2;
    private const byte HashesAlone = 1;
    private const int Head = 5;
    private const int HeadOfNames = Head + sizeof(ushort);

    // Of a rule that is not reported yet: no kind of a finding has it.
    private const GatewayFinding Unreported = (GatewayFinding)0x80;

    private readonly FrozenSet<uint> _hashes;

    private PointAlarmMemory(byte[] bytes, ImmutableArray<PointAlarm> named, IEnumerable<uint> hashes) =>
        (Bytes, Named, _hashes) = (bytes, named, hashes.ToFrozenSet());

    /// <summary>The checkpoint.</summary>
    public byte[] Bytes { get; }

    /// <summary>What was found last, as far as it is kept by name.</summary>
    public ImmutableArray<PointAlarm> Named { get; }

    /// <summary>Whether nothing was ever written: a new journal.</summary>
    public bool IsNew => Bytes.Length == 0;

    /// <summary>Reads a checkpoint; without one, or with one of a newer program, nothing is known.</summary>
    public static PointAlarmMemory Read(ReadOnlyMemory<byte>? checkpoint)
    {
        ReadOnlySpan<byte> bytes = checkpoint is { } some ? some.Span : [];
        List<PointAlarm> named = [];
        int at = Head;
        bool isKnown = bytes.Length >= Head
            && (bytes[0] == HashesAlone || (bytes[0] == Version && TryReadNames(bytes, named, out at)));
        if (!isKnown)
        {
            return new PointAlarmMemory([], [], []);
        }

        List<uint> hashes = [.. named.Select(one => HashOf(one.Kind, one.Tag))];
        for (; at + sizeof(uint) <= bytes.Length; at += sizeof(uint))
        {
            hashes.Add(BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]));
        }

        return new PointAlarmMemory(bytes.ToArray(), [.. named], hashes);
    }

    /// <summary>Whether it was found last.</summary>
    public bool Has(GatewayFinding kind, string tag) => _hashes.Contains(HashOf(kind, tag));

    /// <summary>Whether the journal has the state of a rule; a new one has none.</summary>
    public bool HasReported(GatewayFinding kind, string tag) => !IsNew && !_hashes.Contains(HashOf(kind | Unreported, tag));

    /// <summary>What is known after more was found.</summary>
    /// <param name="found">All that is found now, the most important first.</param>
    /// <param name="unreported">The rules whose state is not reported yet.</param>
    public PointAlarmMemory Next(IReadOnlyList<PointAlarm> found, IEnumerable<(GatewayFinding Kind, string Tag)> unreported)
    {
        uint number = IsNew ? 1 : BinaryPrimitives.ReadUInt32LittleEndian(Bytes.AsSpan(1)) + 1;
        List<uint> hashes = [.. unreported.Select(rule => HashOf(rule.Kind | Unreported, rule.Tag))];
        int room = DeviceCheckpoint.MaximumLength - HeadOfNames - ((found.Count + hashes.Count) * sizeof(uint));
        List<byte[]> names = [];
        List<uint> others = [];
        foreach (PointAlarm one in found)
        {
            byte[] name = NameOf(one);
            int more = name.Length - sizeof(uint);
            if (name.Length > 0 && more <= room)
            {
                names.Add(name);
                room -= more;
            }
            else
            {
                others.Add(HashOf(one.Kind, one.Tag));
            }
        }

        byte[] bytes = new byte[DeviceCheckpoint.MaximumLength];
        bytes[0] = Version;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), number);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(Head), (ushort)names.Count);
        int at = HeadOfNames;
        foreach (byte[] name in names)
        {
            name.CopyTo(bytes, at);
            at += name.Length;
        }

        foreach (uint hash in others.Concat(hashes).Take((bytes.Length - at) / sizeof(uint)))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), hash);
            at += sizeof(uint);
        }

        return Read(bytes.AsMemory(0, at));
    }

    private static bool TryReadNames(ReadOnlySpan<byte> bytes, List<PointAlarm> named, out int at)
    {
        at = HeadOfNames;
        if (bytes.Length < HeadOfNames)
        {
            return false;
        }

        for (int left = BinaryPrimitives.ReadUInt16LittleEndian(bytes[Head..]); left > 0; left--)
        {
            if (at >= bytes.Length)
            {
                return false;
            }

            GatewayFinding kind = (GatewayFinding)bytes[at++];
            if (!TryReadText(bytes, ref at, out string device) || device.Length > DeviceId.MaximumLength
                || !TryReadText(bytes, ref at, out string tag))
            {
                return false;
            }

            named.Add(new PointAlarm(kind, tag, new DeviceId(device)));
        }

        return true;
    }

    private static bool TryReadText(ReadOnlySpan<byte> bytes, ref int at, out string text)
    {
        int length = at < bytes.Length ? bytes[at++] : 0;
        bool isWhole = length > 0 && length <= bytes.Length - at;
        text = isWhole ? Encoding.UTF8.GetString(bytes.Slice(at, length)) : "";
        at += length;
        return isWhole;
    }

    // Empty: it cannot be kept by name.
    private static byte[] NameOf(PointAlarm one)
    {
        byte[] device = Encoding.UTF8.GetBytes(one.Device.ToString());
        byte[] tag = Encoding.UTF8.GetBytes(one.Tag);
        return device.Length is > 0 and <= byte.MaxValue && tag.Length is > 0 and <= byte.MaxValue
            ? [(byte)one.Kind, (byte)device.Length, .. device, (byte)tag.Length, .. tag] : [];
    }

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
