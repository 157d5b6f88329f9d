using System.Buffers;
using System.Globalization;
using System.Text.Json;
using FirmwareSim.Devices.Firmware;
using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Simulation;

/// <summary>
/// Understands one order a line and answers one line: <c>ok …</c> or <c>error …</c>; behind the ok of <c>status</c> stands one object of
/// JSON, behind that of <c>log</c> how many events the devices recorded, and the latest of them: each its ten bytes in hexadecimal, behind
/// that of <c>ram</c> the bytes in hexadecimal.
/// </summary>
public sealed class ControlInterpreter(SimulatedStation station)
{
    private const int MostPeriods = 96;

    private const string Help =
        "open BAY | close BAY | trip BAY [51|51N|87] [permanent|transient|twoshots] | kill IED | revive IED"
        + " | restart IED [poweron|brownout|watchdog] [uart] | jump IED SECONDS | slow IED MILLISECONDS | twin IED on|off"
        + " | babble IED on|off | periods N"
        + " | spoil IED bcc|lose|repeat N | noise [BUS] N | garble [BUS] PERMILLE | hangup [BUS] on|off | reset [BUS]"
        + " | drop [COM] | refuse on|off [COM] | mute on|off [COM] | badbcc N [COM] | lose N [COM] | ram IED ADDRESS COUNT"
        + " | poke IED ADDRESS HEX"
        + " | status | log [NAME] | help";

    private static readonly string[] Known =
    [
        "open", "close", "trip", "kill", "revive", "restart", .. BusOrders.Known, "drop", "refuse", "mute", "badbcc", "lose", "ram", "poke",
        "periods", "status", "log", "help",
    ];

    private readonly BusOrders _bus = new(station);

    /// <summary>Why an order cannot be one, or null: only its first word is looked at.</summary>
    public static string? WhyUnknown(string line)
    {
        string[] words = Words(line);
        return words.Length == 0 ? "an empty order"
            : Known.Contains(words[0].ToLowerInvariant()) ? null
            : $"unknown order \"{words[0]}\"; known: {Help}";
    }

    /// <summary>Carries out an order.</summary>
    public string Execute(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        try
        {
            return Understand(line);
        }
        catch (SimulatorStartException e)
        {
            // refuse on|off binds the port anew, and the system may say no.
            return "error " + e.Message;
        }
    }

    internal static string Say(Outcome outcome) => (outcome.Done ? "ok " : "error ") + outcome.Message;

    internal static string Usage(string usage) => $"error say: {usage}";

    internal static bool TryNumber(string word, out int number) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    internal static bool? Switch(string word) => word.ToLowerInvariant() switch { "on" => true, "off" => false, _ => null };

    // As people write addresses: 256 or 0x100.
    private static bool TryAddress(string word, out int address) => word.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? int.TryParse(word.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out address) && address >= 0
        : TryNumber(word, out address);

    private static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private string Understand(string line)
    {
        string[] words = Words(line);
        if (words.Length == 0)
        {
            return "error an empty line; help lists what there is";
        }

        ReadOnlySpan<string> rest = words.AsSpan(1);
        return words[0].ToLowerInvariant() switch
        {
            "help" => $"ok {Help}; IED: ADDRESS or NAME:ADDRESS; bays: {string.Join(' ', station.BayNames)}",
            "status" => "ok " + JsonSerializer.Serialize(station.Status, StatusJson.Default.StationStatus),
            "log" => rest is [] or [_] ? Say(station.Orders.Log(rest is [var name] ? name : null)) : Usage("log [NAME]"),
            "open" => rest is [var bay] ? Say(station.TryOpen(bay)) : Usage("open BAY"),
            "close" => rest is [var bay] ? Say(station.TryClose(bay)) : Usage("close BAY"),
            "trip" => Trip(rest),
            "kill" => rest is [var ied] && StationOrders.IsIed(ied) ? Say(station.Orders.Connect(ied, on: false)) : Usage("kill IED"),
            "revive" => rest is [var ied] && StationOrders.IsIed(ied) ? Say(station.Orders.Connect(ied, on: true)) : Usage("revive IED"),
            "restart" => Restart(rest),
            "drop" => rest is [] or [_] ? Drop(rest is [var name] ? name : null) : Usage("drop [COM]"),
            "refuse" => Switch(rest, "refuse", (port, on) => port.Server.Refuse(on)),
            "mute" => Switch(rest, "mute", (port, on) => port.Faults.Mute = on),
            "badbcc" => Count(rest, "badbcc", "corrupted", (port, count) => port.Faults.CorruptNext(count)),
            "lose" => Count(rest, "lose", "lost", (port, count) => port.Faults.LoseNext(count)),
            "ram" => Ram(rest),
            "poke" => Poke(rest),
            "periods" => rest is [var text] && TryNumber(text, out int count) && count is >= 1 and <= MostPeriods
                ? Say(station.Orders.ClosePeriods(count)) : Usage($"periods N (1 to {MostPeriods})"),
            string order => _bus.Execute(order, rest) ?? $"error unknown order \"{words[0]}\"; known: {Help}",
        };
    }

    private string Restart(ReadOnlySpan<string> words)
    {
        const string usage = "restart IED [poweron|brownout|watchdog] [uart]";
        if (words.Length is 0 or > 3 || !StationOrders.IsIed(words[0]))
        {
            return Usage(usage);
        }

        RestartCause cause = RestartCause.PowerOn;
        bool uartOnly = false;
        foreach (string word in words[1..])
        {
            switch (word.ToLowerInvariant())
            {
                case "poweron": cause = RestartCause.PowerOn; break;
                case "brownout": cause = RestartCause.BrownOut; break;
                case "watchdog": cause = RestartCause.Watchdog; break;
                case "uart": uartOnly = true; break;
                default: return Usage(usage);
            }
        }

        return Say(station.Orders.Restart(words[0], cause, uartOnly));
    }

    private string Ram(ReadOnlySpan<string> words) =>
        words is [var ied, var from, var many] && TryAddress(from, out int address) && TryNumber(many, out int count)
            ? Say(station.Orders.ReadRam(ied, address, count))
            : Usage("ram IED ADDRESS COUNT");

    private string Poke(ReadOnlySpan<string> words)
    {
        byte[] bytes = new byte[words.Length == 3 ? words[2].Length / 2 : 0];
        return words.Length == 3 && TryAddress(words[1], out int address)
            && Convert.FromHexString(words[2], bytes, out _, out int written) == OperationStatus.Done && written > 0
            ? Say(station.Orders.WriteRam(words[0], address, bytes))
            : Usage("poke IED ADDRESS HEX");
    }

    private string Drop(string? name) =>
        Say(station.Orders.OnPort(name, port => port.Server.Drop() ? "dropped" : "nobody was connected"));

    private string Count(ReadOnlySpan<string> words, string order, string what, Action<ComasterPort, int> act)
    {
        if (words.Length is 0 or > 2 || !TryNumber(words[0], out int count))
        {
            return Usage($"{order} N [COM]");
        }

        return Say(station.Orders.OnPort(words.Length == 2 ? words[1] : null, port =>
        {
            act(port, count);
            return $"the next {count} answers will be {what}";
        }));
    }

    private string Switch(ReadOnlySpan<string> words, string order, Action<ComasterPort, bool> act)
    {
        if (words.Length is 0 or > 2 || Switch(words[0]) is not { } on)
        {
            return Usage($"{order} on|off [COM]");
        }

        return Say(station.Orders.OnPort(words.Length == 2 ? words[1] : null, port =>
        {
            act(port, on);
            return $"{order} {(on ? "on" : "off")}";
        }));
    }

    private string Trip(ReadOnlySpan<string> words)
    {
        const string usage = "trip BAY [51|51N|87] [permanent|transient|twoshots]";
        if (words.Length is 0 or > 3)
        {
            return Usage(usage);
        }

        Protection protection = Protection.Main;
        FaultLasts lasts = FaultLasts.Permanent;
        foreach (string word in words[1..])
        {
            switch (word.ToUpperInvariant())
            {
                case "51": protection = Protection.Overcurrent; break;
                case "51N": protection = Protection.EarthFault; break;
                case "87": protection = Protection.Differential; break;
                case "PERMANENT": lasts = FaultLasts.Permanent; break;
                case "TRANSIENT": lasts = FaultLasts.Transient; break;
                case "TWOSHOTS": lasts = FaultLasts.TwoShots; break;
                default: return Usage(usage);
            }
        }

        return Say(station.TryTrip(words[0], protection, lasts));
    }
}
