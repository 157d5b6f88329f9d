using System.Globalization;
using System.Text.Json;
using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Control;

/// <summary>
/// Understands one order a line and answers one line: <c>ok …</c> or <c>error …</c>; behind the ok of <c>status</c> stands one object of JSON,
/// behind that of <c>log</c> how many events the devices recorded, and the latest of them: each its ten bytes in hexadecimal.
/// </summary>
public sealed class ControlInterpreter(SimulatedStation station)
{
    private const string Help =
        "open BAY | close BAY | trip BAY [51|51N|87] [permanent|transient|twoshots] | kill IED | revive IED | restart IED"
        + " | drop | refuse on|off | mute on|off | badbcc N | lose N | status | log | help";

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

    private string Understand(string line)
    {
        string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return "error an empty line; help lists what there is";
        }

        ReadOnlySpan<string> rest = words.AsSpan(1);
        return words[0].ToLowerInvariant() switch
        {
            "help" => $"ok {Help}; bays: {string.Join(' ', station.BayNames)}",
            "status" => "ok " + JsonSerializer.Serialize(station.Status, StatusJson.Default.StationStatus),
            "log" => station.TryLog(out string log) ? "ok " + log : "error " + log,
            "open" => rest is [var bay] ? Say(station.TryOpen(bay)) : Usage("open BAY"),
            "close" => rest is [var bay] ? Say(station.TryClose(bay)) : Usage("close BAY"),
            "trip" => Trip(rest),
            "kill" => Number(rest, "kill IED", address => Say(station.TrySetConnected(address, false))),
            "revive" => Number(rest, "revive IED", address => Say(station.TrySetConnected(address, true))),
            "restart" => Number(rest, "restart IED", address => Say(station.TryRestart(address))),
            "drop" => station.Drop() ? "ok dropped" : "ok nobody was connected",
            "refuse" => Switch(rest, "refuse", station.Refuse),
            "mute" => Switch(rest, "mute", station.Mute),
            "badbcc" => Number(rest, "badbcc N", count => Count(count, "corrupted", station.CorruptNext)),
            "lose" => Number(rest, "lose N", count => Count(count, "lost", station.LoseNext)),
            _ => $"error unknown order \"{words[0]}\"; known: {Help}",
        };
    }

    private static string Say(Outcome outcome) => (outcome.Done ? "ok " : "error ") + outcome.Message;

    private static string Usage(string usage) => $"error say: {usage}";

    private static string Count(int count, string what, Action<int> order)
    {
        order(count);
        return $"ok the next {count} answers will be {what}";
    }

    private static string Number(ReadOnlySpan<string> words, string usage, Func<int, string> order) =>
        words.Length == 1 && int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? order(number)
            : Usage(usage);

    private static string Switch(ReadOnlySpan<string> words, string what, Action<bool> order)
    {
        bool? on = words.Length == 1 ? words[0].ToLowerInvariant() switch { "on" => true, "off" => false, _ => null } : null;
        if (on is not { } value)
        {
            return Usage($"{what} on|off");
        }

        order(value);
        return $"ok {what} {(value ? "on" : "off")}";
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
