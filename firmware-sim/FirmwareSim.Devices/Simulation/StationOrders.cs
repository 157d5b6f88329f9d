using System.Globalization;
using FirmwareSim.Devices.Bus;
using FirmwareSim.Devices.Firmware;
using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Simulation;

/// <summary>
/// Finds what an order is about and carries it out, within the lock. Who it concerns is said as <c>NAME</c> or, of an IED,
/// <c>[NAME:]ADDRESS</c>.
/// </summary>
internal sealed class StationOrders(StationParts parts)
{
    /// <summary>What still works in a replay.</summary>
    public static Outcome InReplay => Outcome.No("a recording is playing: only drop, refuse, mute, badbcc, lose and status work");

    /// <summary>An IED wherever it is.</summary>
    private sealed record Found(Ied Ied, Comaster? Comaster, PtyBus? Bus)
    {
        public IedSlave? Slave => Bus?.Bus.Ieds.First(slave => slave.Ied == Ied);

        public IedFirmware Program => Slave?.Firmware ?? Comaster!.Programs.First(program => program.Ied == Ied);
    }

    /// <summary>Whether a word can name an IED.</summary>
    public static bool IsIed(string text) => TryIed(text, out _, out _);

    public Outcome OnBay(string name, Func<Bay, Outcome> order)
    {
        lock (parts.Gate)
        {
            parts.Advance();
            if (parts.Plant is null)
            {
                return InReplay;
            }

            return parts.Plant.Bays.TryGetValue(name, out Bay? bay)
                ? order(bay)
                : Outcome.No($"unknown bay \"{name}\"; known: {string.Join(' ', parts.Plant.Bays.Keys)}");
        }
    }

    public Outcome Connect(string ied, bool on) => OnIed(ied, found =>
    {
        if (found.Slave is { } slave)
        {
            slave.Connect(on);
        }
        else
        {
            found.Ied.Connected = on;
        }

        return Outcome.Ok($"IED {found.Ied.Address} {(on ? "on the bus" : "off the bus")}");
    });

    public Outcome Restart(string ied, RestartCause cause, bool uartOnly) => OnIed(ied, found =>
    {
        if (found.Slave is { } slave)
        {
            slave.Restart(cause, uartOnly, found.Bus!.Bus.Now);
        }
        else
        {
            found.Program.Restart(cause, uartOnly);
        }

        return Outcome.Ok($"{(uartOnly ? "the UART of " : "")}IED {found.Ied.Address} restarted");
    });

    public Outcome Jump(string ied, TimeSpan by) => OnIed(ied, found =>
    {
        found.Ied.JumpClock(by);
        return Outcome.Ok($"the clock of IED {found.Ied.Address} shows {found.Ied.Shown:yyyy-MM-dd HH:mm:ss}");
    });

    /// <summary>Lets every meter close its next periods of a time before the start; all of them or none.</summary>
    public Outcome ClosePeriods(int count)
    {
        lock (parts.Gate)
        {
            parts.Advance();
            if (parts.Plant is null)
            {
                return InReplay;
            }

            foreach (PtyBus bus in parts.Buses)
            {
                bus.Advance();
            }

            Ied[] ieds =
            [
                .. parts.Ports.SelectMany(port => port.Comaster!.Ieds),
                .. parts.Buses.SelectMany(bus => bus.Bus.Ieds.Select(slave => slave.Ied)),
            ];
            foreach (Ied ied in ieds)
            {
                if (ied.WhyNotClosePeriods(count) is { } why)
                {
                    return Outcome.No($"IED {ied.Address}: {why}");
                }
            }

            DateTime last = default;
            Array.ForEach(ieds, ied => last = ied.ClosePeriods(count));
            return Note(Outcome.Ok($"{count} periods closed by each of {ieds.Length} IEDs, the last one to {last:yyyy-MM-dd HH:mm}"));
        }
    }

    /// <summary>What stands in the RAM of an IED, in hex: the truth to hold a diagnosis against.</summary>
    public Outcome ReadRam(string ied, int address, int count) => OnIed(
        ied, found => Outcome.Ok(Convert.ToHexString(found.Program.ReadRam(address, count))), note: false);

    public Outcome WriteRam(string ied, int address, byte[] bytes) => OnIed(ied, found => found.Program.TryWriteRam(address, bytes)
        ? Outcome.Ok($"{bytes.Length} bytes written into the RAM of IED {found.Ied.Address}")
        : Outcome.No(
            $"IED {found.Ied.Address} keeps 0 to {IedFirmware.OwnRam - 1} for itself, and its RAM ends at {IedFirmware.RamLength - 1}"));

    public Outcome OnSlave(string ied, Func<SimulatedBus, IedSlave, string> order) => OnIed(ied, found => found.Slave is { } slave
        ? Outcome.Ok(order(found.Bus!.Bus, slave))
        : Outcome.No($"IED {found.Ied.Address} is behind a concentrator, where only kill, revive, restart and jump work"));

    public Outcome OnBus(string? name, Func<PtyBus, string> order)
    {
        lock (parts.Gate)
        {
            if (Choose(parts.Buses, bus => bus.Name, name, "bus", out string wrong) is not { } bus)
            {
                return Outcome.No(wrong);
            }

            bus.Advance();
            Outcome outcome = Note(Outcome.Ok(order(bus)));
            bus.Wake();
            return outcome;
        }
    }

    public Outcome OnPort(string? name, Func<ComasterPort, string> order)
    {
        lock (parts.Gate)
        {
            return Choose(parts.Ports, port => port.Name, name, "concentrator", out string wrong) is { } port
                ? Note(Outcome.Ok(order(port)))
                : Outcome.No(wrong);
        }
    }

    /// <summary>What was recorded behind a name, or behind the only one.</summary>
    public Outcome Log(string? name)
    {
        lock (parts.Gate)
        {
            parts.Advance();
            if (parts.Plant is null)
            {
                return InReplay;
            }

            (string Name, EventLog Log)[] logs =
            [
                .. parts.Ports.Select(port => (port.Name, port.Comaster!.Log)),
                .. parts.Buses.Select(bus => (bus.Name, bus.Bus.Log)),
            ];
            return Choose([.. logs.Select(log => Tuple.Create(log.Name, log.Log))], log => log.Item1, name, "log", out string wrong)
                is { } chosen
                ? Outcome.Ok(string.Join(' ', chosen.Item2.Latest.Select(record => Convert.ToHexString(record.Bytes)).Prepend(
                    chosen.Item2.Recorded.ToString(CultureInfo.InvariantCulture))))
                : Outcome.No(wrong);
        }
    }

    /// <summary>Writes down what was done; looking into a bus says nothing.</summary>
    private Outcome Note(Outcome outcome)
    {
        if (outcome.Done && outcome.Message.Length > 0)
        {
            Devices.Log.Fault(parts.Logger, outcome.Message);
        }

        return outcome;
    }

    private static T? Choose<T>(IReadOnlyList<T> all, Func<T, string> nameOf, string? name, string what, out string wrong)
        where T : class
    {
        string known = string.Join(' ', all.Select(nameOf));
        wrong = all.Count == 0 ? $"there is no {what}"
            : name is null ? $"there are several: say which {what}, of {known}"
            : $"unknown {what} \"{name}\"; known: {known}";
        return name is null ? all.Count == 1 ? all[0] : null
            : all.FirstOrDefault(one => string.Equals(nameOf(one), name, StringComparison.OrdinalIgnoreCase));
    }

    private static bool TryIed(string text, out string? name, out int address)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        name = colon < 0 ? null : text[..colon];
        return int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out address);
    }

    private Outcome OnIed(string text, Func<Found, Outcome> order, bool note = true)
    {
        if (!TryIed(text, out string? name, out int address))
        {
            return Outcome.No(
                $"\"{text}\" is no IED; say its address, as 5, or where it is too, as {Known().FirstOrDefault().Name ?? "bus"}:5");
        }

        lock (parts.Gate)
        {
            parts.Advance();
            if (parts.Plant is null)
            {
                return InReplay;
            }

            Found[] found = [.. Find(name, address)];
            if (found.Length > 1)
            {
                return Outcome.No(
                    $"IED {address} stands in several places; say which, as "
                        + $"{Known().First(one => one.Addresses.Contains(address)).Name}:{address}");
            }

            if (found.Length == 0)
            {
                return Outcome.No($"unknown IED {text}; known: {Describe()}");
            }

            found[0].Bus?.Advance();
            Outcome outcome = order(found[0]);
            _ = note ? Note(outcome) : outcome;
            found[0].Bus?.Wake();
            return outcome;
        }
    }

    private IEnumerable<Found> Find(string? name, int address) =>
        parts.Ports.Where(port => Is(port.Name, name))
            .SelectMany(port => port.Comaster!.Ieds.Select(ied => new Found(ied, port.Comaster, null)))
            .Concat(parts.Buses.Where(bus => Is(bus.Name, name))
                .SelectMany(bus => bus.Bus.Ieds.Select(slave => new Found(slave.Ied, null, bus))))
            .Where(found => found.Ied.Address == address);

    private static bool Is(string one, string? name) => name is null || string.Equals(one, name, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<(string Name, IEnumerable<int> Addresses)> Known() =>
        parts.Ports.Where(port => port.Comaster is not null).Select(port => (port.Name, port.Comaster!.Ieds.Select(ied => ied.Address)))
            .Concat(parts.Buses.Select(bus => (bus.Name, bus.Bus.Ieds.Select(slave => slave.Ied.Address))));

    private string Describe()
    {
        (string Name, string Addresses)[] all = [.. Known().Select(one => (one.Name, Ranges([.. one.Addresses.Order()])))];
        return all.Length == 1 ? all[0].Addresses : string.Join("; ", all.Select(one => $"{one.Name}: {one.Addresses}"));
    }

    /// <summary>2, 3, 4 and 7 as "2 to 4, 7".</summary>
    private static string Ranges(int[] sorted)
    {
        List<string> ranges = [];
        for (int i = 0; i < sorted.Length; i++)
        {
            int first = sorted[i];
            while (i + 1 < sorted.Length && sorted[i + 1] == sorted[i] + 1)
            {
                i++;
            }

            ranges.Add(sorted[i] == first ? $"{first}" : $"{first} to {sorted[i]}");
        }

        return string.Join(", ", ranges);
    }
}
