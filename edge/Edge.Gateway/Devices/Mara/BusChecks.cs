using Edge.Gateway.Devices.Common;

namespace Edge.Gateway.Devices.Mara;

/// <summary>Checks the keys of a bus.</summary>
internal static class BusChecks
{
    private static readonly int[] s_speeds = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200];

    /// <summary>Adds everything that is wrong.</summary>
    /// <param name="device">The device.</param>
    /// <param name="check">The devices, and where findings go.</param>
    public static void Check(MaraBusDevice device, DeviceCheck check)
    {
        if (device.Bus is not { } bus)
        {
            check.Add("bus", $"is missing: give the bus, at least {{ \"serialPort\": \"/dev/ttyAMA0\" }}.");
            return;
        }

        if (check.Required("bus.serialPort", bus.SerialPort, $"the device file of the port, for example \"/dev/ttyAMA0\".")
            && Others(check).FirstOrDefault(other => other.Bus.SerialPort == bus.SerialPort).Key is { } taken)
        {
            check.Add("bus.serialPort", $"{bus.SerialPort} is the port of {taken} too: each bus has its own.");
        }

        Bus(bus, check);
        Direction(bus.Direction, check);
        Outputs(bus, check);
        Concentrator(device, check);
        Places(device.Comaster ?? 0, bus.Ieds, check);
    }

    /// <summary>The buses before this one; the key is that of the bus.</summary>
    private static IEnumerable<(string Key, BusConfiguration Bus, int Comaster)> Others(DeviceCheck check) => check.Before<MaraBusDevice>()
        .Where(other => other.Device.Bus is not null)
        .Select(other => ($"{other.Key}.bus", other.Device.Bus!, other.Device.Comaster ?? 0));

    // The bus replaces a concentrator: no other device reads that part of the profile.
    private static void Concentrator(MaraBusDevice device, DeviceCheck check)
    {
        if (device.Comaster is null && check.All.Any(other => other.Device.Share?.Comaster is not null))
        {
            check.Add("comaster", $"is missing: give the id of the concentrator, in the sheet comaster, that the bus replaces.");
        }

        string? polled = check.All.FirstOrDefault(
            other => other.Device.Share is { IsWhole: true } share && share.Comaster == device.Comaster).Key;
        if (polled is not null)
        {
            check.Add("comaster", $"is the concentrator that {polled} polls over TCP: a bus of the gateway replaces another concentrator.");
        }
    }

    private static void Bus(BusConfiguration bus, DeviceCheck check)
    {
        if (!s_speeds.Contains(bus.Baud))
        {
            check.Add("bus.baud", $"{bus.Baud} bit/s is no usual speed: give one of {string.Join(", ", s_speeds)}.");
        }

        check.Range("bus.realtimePriority", bus.RealtimePriority, 0, 99);
        check.Range("bus.pollPeriod", bus.PollPeriod, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        check.Range("bus.answerTimeout", bus.AnswerTimeout, TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(5));
        check.RangeOrZero("bus.syncPeriod", bus.SyncPeriod, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        check.RangeOrZero("bus.setTimePeriod", bus.SetTimePeriod, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        if (bus.Mask.Events != 0)
        {
            check.Range("bus.mask.events", bus.Mask.Events, 2, 1000);
        }

        check.Range("bus.mask.window", bus.Mask.Window, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        check.Range("bus.mask.duration", bus.Mask.Duration, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
    }

    private static void Direction(DirectionConfiguration direction, DeviceCheck check)
    {
        const string key = "bus.direction";
        if (direction.Mode is not ("auto" or "kernel" or "gpio"))
        {
            check.Add($"{key}.mode", $"'{direction.Mode}' is no way to switch the direction: give \"auto\", \"kernel\" or \"gpio\".");
        }

        if (direction.Mode == "gpio")
        {
            _ = check.Required($"{key}.chip", direction.Chip ?? "", $"the chip of the line, for example \"gpiochip0\".");
            if (direction.Line is null)
            {
                check.Add($"{key}.line", $"is missing: give the line of the chip that drives DE and RE.");
            }
        }
        else if (direction.Chip is not null || direction.Line is not null)
        {
            check.Add(key, $"names a line, which has no effect with the mode \"{direction.Mode}\": give \"gpio\", or remove it.");
        }

        check.Range($"{key}.line", direction.Line ?? 0, 0, 1023);
        foreach ((string name, TimeSpan guard) in (ReadOnlySpan<(string, TimeSpan)>)
            [($"{key}.guardBefore", direction.GuardBefore), ($"{key}.guardAfter", direction.GuardAfter)])
        {
            check.Range(name, guard, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
            if (direction.Mode == "kernel" && guard.Ticks % TimeSpan.TicksPerMillisecond != 0)
            {
                check.Add(name, $"is no whole number of milliseconds: the kernel switches in those.");
            }
        }
    }

    // Each IED is on one bus. A bus without a list has all IEDs of its concentrator, so no other bus may have any of them.
    private static void Places(int comaster, int[] addresses, DeviceCheck check)
    {
        (string Key, BusConfiguration Bus, int Comaster)[] beside = [.. Others(check).Where(other => other.Comaster == comaster)];
        for (int a = 0; a < addresses.Length; a++)
        {
            check.Range($"bus.ieds[{a}]", addresses[a], 2, 63);
            string? taken = beside.FirstOrDefault(other => other.Bus.Ieds.Contains(addresses[a])).Key
                ?? (addresses.AsSpan(0, a).Contains(addresses[a]) ? check.PathOf("bus") : null);
            if (taken is not null)
            {
                check.Add($"bus.ieds[{a}]", $"{addresses[a]} is on {taken} too: an IED is on one bus.");
            }
        }

        string? whole = beside.FirstOrDefault(other => other.Bus.Ieds.Length == 0).Key
            ?? (addresses.Length == 0 ? beside.FirstOrDefault().Key : null);
        if (whole is not null)
        {
            check.Add("bus.ieds",
                $"must be given here and at {whole}: both replace one concentrator, and each IED is on one bus.");
        }
    }

    private static void Outputs(BusConfiguration bus, DeviceCheck check)
    {
        HashSet<(int, int)> seen = [];
        for (int o = 0; o < bus.Outputs.Length; o++)
        {
            OutputConfiguration output = bus.Outputs[o];
            string at = $"bus.outputs[{o}]";
            check.Range($"{at}.port", output.Port, 0, 255);
            check.Range($"{at}.bit", output.Bit, 0, 254);
            check.Range($"{at}.ied", output.Ied, 2, 63);
            check.Range($"{at}.physicalPort", output.PhysicalPort, 0, 65_535);
            check.Range($"{at}.physicalBit", output.PhysicalBit, 0, 255);
            if (!seen.Add((output.Port, output.Bit)))
            {
                check.Add(at, $"port {output.Port}, bit {output.Bit} is there twice: an order must mean one output.");
            }
        }
    }
}
