using System.Text.Json;

namespace Edge.EndToEnd.Tests;

/// <summary>An event or an energy as it must be in the historian.</summary>
internal sealed record Recorded(int Ied, string What, DateTimeOffset Time)
{
    private const int DigitalType = 0;
    private const int EnergyType = 1;

    private static readonly TimeSpan Zone = TimeSpan.FromHours(-3);

    public override string ToString() => $"{Time:O} IED {Ied} {What}";

    /// <summary>What the ten bytes of events in hex say, energies left out.</summary>
    public static IReadOnlyList<Recorded> Of(IEnumerable<string> wire) => [.. wire.Where(hex => !IsEnergy(hex)).Select(Read)];

    /// <summary>What the ten bytes of energies in hex say, everything else left out.</summary>
    public static IReadOnlyList<Recorded> EnergiesOf(IEnumerable<string> wire) => [.. wire.Where(IsEnergy).Select(ReadEnergy)];

    /// <summary>Whether the ten bytes in hex are those of an energy: the type is in the upper two bits.</summary>
    public static bool IsEnergy(string hex) => Convert.FromHexString(hex[..2])[0] >> 6 == EnergyType;

    /// <summary>What an event of the gateway's contract says, as it stands on MQTT and in the historian.</summary>
    public static Recorded Of(JsonElement e)
    {
        string what = e.GetProperty("type").GetString() switch
        {
            "digital" => $"digital {Native(e, "port")}.{Native(e, "bit")}={e.GetProperty("state").GetInt32()}",
            "comms" => $"comms {Native(e, "code")}/{Native(e, "motive")}",
            _ => e.ToString(),
        };
        return new Recorded(Native(e, "ied"), what, e.GetProperty("time").GetDateTimeOffset().ToUniversalTime());
    }

    /// <summary>What an energy of the gateway's contract says.</summary>
    public static Recorded OfEnergy(JsonElement e) => new(
        Native(e, "ied"),
        $"{e.GetProperty("kind").GetString()} of channel {e.GetProperty("channel").GetInt32()}: {e.GetProperty("count").GetInt32()}",
        e.GetProperty("time").GetDateTimeOffset().ToUniversalTime());

    /// <summary>Those of the first that the second lack, each as often as it lacks it.</summary>
    public static IReadOnlyList<Recorded> Lacking(IEnumerable<Recorded> these, IEnumerable<Recorded> those)
    {
        Dictionary<Recorded, int> left = those.CountBy(one => one).ToDictionary();
        return [.. these.Where(one => (left[one] = left.GetValueOrDefault(one) - 1) < 0)];
    }

    // Mara 1.4 §5: type and address; what; YY MM DD HH MN SS; the fraction in 1/32 768 s, low byte first.
    private static Recorded Read(string hex)
    {
        byte[] b = Convert.FromHexString(hex);
        DateTimeOffset time = Minute(b).AddSeconds(b[7]).AddTicks((b[8] | b[9] << 8) * TimeSpan.TicksPerSecond / 32_768);
        string what = b[0] >> 6 == DigitalType
            ? $"digital {b[1] >> 4 & 7}.{b[1] & 15}={b[1] >> 7}" : $"comms {b[1] >> 4}/{b[1] & 15}";
        return new Recorded(b[0] & 0x1F, what, time);
    }

    // Mara 1.4 §5: type and address; code and channel; YY MM DD HH MN of the end; the count, high, low and middle byte. The last period and
    // the total of a day are stamped 23:59 and end at 24:00.
    private static Recorded ReadEnergy(string hex)
    {
        byte[] b = Convert.FromHexString(hex);
        (string kind, int late) = (b[1] >> 3) switch
        {
            0 => ("period", 0),
            1 => ("lastPeriodOfDay", 1),
            3 => ("day", 1),
            _ => throw new ArgumentException($"{hex} is an energy of an unknown code.", nameof(hex)),
        };
        return new Recorded(
            b[0] & 0x1F, $"{kind} of channel {b[1] & 7}: {b[7] << 16 | b[9] << 8 | b[8]}", Minute(b).AddMinutes(late));
    }

    private static DateTimeOffset Minute(byte[] b) => new DateTimeOffset(2000 + b[2], b[3], b[4], b[5], b[6], 0, Zone).ToUniversalTime();

    private static int Native(JsonElement e, string name) => e.GetProperty("native").GetProperty(name).GetInt32();
}
