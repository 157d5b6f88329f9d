using System.Globalization;
using FirmwareSim.Devices.Bus;
using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Simulation;

/// <summary>The orders that give a bus or its IEDs a fault.</summary>
internal sealed class BusOrders(SimulatedStation station)
{
    private const double MostSeconds = 1e9;

    /// <summary>The first words.</summary>
    public static readonly string[] Known = ["jump", "slow", "twin", "babble", "spoil", "noise", "garble", "hangup", "reset"];

    /// <summary>Carries out an order; null when it is none of these.</summary>
    public string? Execute(string order, ReadOnlySpan<string> rest) => order switch
    {
        "jump" => Jump(rest),
        "slow" => Slow(rest),
        "twin" => Switched(rest, "twin", (bus, ied, on) =>
        {
            bus.Twin(ied.Ied.Address, on);
            return $"IED {ied.Ied.Address} has {(on ? "a twin" : "no twin any more")}";
        }),
        "babble" => Switched(rest, "babble", (_, ied, on) =>
        {
            ied.Babble(on);
            return $"IED {ied.Ied.Address} {(on ? "babbles" : "is quiet")}";
        }),
        "spoil" => Spoil(rest),
        "noise" => Number(rest, "noise [BUS] N", 100_000, (bus, count) =>
        {
            bus.Bus.Line.Noise(count);
            return $"{count} bytes of noise";
        }),
        "garble" => Number(rest, "garble [BUS] PERMILLE", 1000, (bus, permille) =>
        {
            bus.Bus.Line.GarbleShare = permille / 1000.0;
            return $"{permille} of 1000 bytes garbled";
        }),
        "hangup" => HangUp(rest),
        "reset" => rest is [] or [_]
            ? Say(station.Orders.OnBus(rest is [var name] ? name : null, bus =>
            {
                bus.ResetStatistics();
                return "statistics reset";
            }))
            : Usage("reset [BUS]"),
        _ => null,
    };

    private static string Say(Outcome outcome) => ControlInterpreter.Say(outcome);

    private static string Usage(string usage) => ControlInterpreter.Usage(usage);

    private string Jump(ReadOnlySpan<string> words) =>
        words is [var ied, var text] && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            && Math.Abs(seconds) <= MostSeconds
            ? Say(station.Orders.Jump(ied, TimeSpan.FromSeconds(seconds)))
            : Usage("jump IED SECONDS");

    private string Slow(ReadOnlySpan<string> words) =>
        words is [var name, var text] && ControlInterpreter.TryNumber(text, out int milliseconds) && milliseconds <= 60_000
            ? Say(station.Orders.OnSlave(name, (_, ied) =>
            {
                ied.Slow = TimeSpan.FromMilliseconds(milliseconds);
                return $"IED {ied.Ied.Address} answers {milliseconds} ms late";
            }))
            : Usage("slow IED MILLISECONDS (at most 60000)");

    private string Spoil(ReadOnlySpan<string> words)
    {
        AnswerFault fault = words.Length == 3
            ? words[1].ToLowerInvariant() switch
            {
                "bcc" => AnswerFault.BadCheck,
                "lose" => AnswerFault.LostByte,
                "repeat" => AnswerFault.RepeatedByte,
                _ => AnswerFault.None,
            }
            : AnswerFault.None;
        return fault != AnswerFault.None && ControlInterpreter.TryNumber(words[2], out int count)
            ? Say(station.Orders.OnSlave(words[0], (_, ied) =>
            {
                ied.Spoil(fault, count);
                return $"{fault} in the next {count} answers of IED {ied.Ied.Address}";
            }))
            : Usage("spoil IED bcc|lose|repeat N");
    }

    private string HangUp(ReadOnlySpan<string> words) =>
        words is [.., var word] and ([_] or [_, _]) && ControlInterpreter.Switch(word) is { } on
            ? Say(station.Orders.OnBus(words is [var name, _] ? name : null, bus =>
            {
                bus.HangUp(on);
                return $"{bus.Name} {(on ? "hung up" : "plugged in")}";
            }))
            : Usage("hangup [BUS] on|off");

    private string Number(ReadOnlySpan<string> words, string usage, int most, Func<PtyBus, int, string> act) =>
        words is [.., var word] and ([_] or [_, _]) && ControlInterpreter.TryNumber(word, out int number) && number <= most
            ? Say(station.Orders.OnBus(words is [var name, _] ? name : null, bus => act(bus, number)))
            : Usage($"{usage} (at most {most})");

    private string Switched(ReadOnlySpan<string> words, string order, Func<SimulatedBus, IedSlave, bool, string> act) =>
        words is [var name, var word] && ControlInterpreter.Switch(word) is { } on
            ? Say(station.Orders.OnSlave(name, (bus, ied) => act(bus, ied, on)))
            : Usage($"{order} IED on|off");
}
