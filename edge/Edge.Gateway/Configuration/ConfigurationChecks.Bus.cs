using System.Globalization;

namespace Edge.Gateway.Configuration;

/// <content>The RS-485 pairs that the gateway masters.</content>
internal sealed partial class ConfigurationChecks
{
    /// <summary>The type of a pair.</summary>
    public const string MaraRs485 = "mara-rs485";

    private static readonly int[] s_speeds = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200];

    private void Buses(DeviceConfiguration[] devices)
    {
        Dictionary<string, string> ports = new(StringComparer.Ordinal);
        Dictionary<(int Comaster, int Ied), string> ieds = [];
        for (int i = 0; i < devices.Length; i++)
        {
            DeviceConfiguration d = devices[i];
            string key = $"devices[{i}].bus";
            if (d.Type != MaraRs485)
            {
                if (d.Bus is not null)
                {
                    Add(key, $"has no effect on the type '{d.Type}': remove it, or give the type \"{MaraRs485}\".");
                }

                continue;
            }

            if (d.Bus is not { } bus)
            {
                Add(key, "is missing: give the pair, at least { \"serialPort\": \"/dev/ttyAMA0\" }.");
                continue;
            }

            if (Required($"{key}.serialPort", bus.SerialPort, "the device file of the port, for example \"/dev/ttyAMA0\".")
                && !ports.TryAdd(bus.SerialPort, key))
            {
                Add($"{key}.serialPort", $"{bus.SerialPort} is the port of {ports[bus.SerialPort]} too: each pair has its own.");
            }

            Bus(key, bus);
            Concentrator(devices, i);
            Places(key, d.Comaster ?? 0, bus.Ieds, ieds);
        }
    }

    // The pair takes the place of a concentrator: nobody else reads that part of the profile.
    private void Concentrator(DeviceConfiguration[] devices, int bus)
    {
        DeviceConfiguration d = devices[bus];
        if (d.Comaster is { } id)
        {
            Range($"devices[{bus}].comaster", id, 1, int.MaxValue);
        }
        else if (devices.Any(o => o.Comaster is not null))
        {
            Add($"devices[{bus}].comaster", "is missing: give the id of the concentrator, in the sheet comaster, whose place the pair takes.");
        }

        int asked = Array.FindIndex(devices, o => o.Type == MaraTcp && o.Comaster == d.Comaster);
        if (asked >= 0)
        {
            Add($"devices[{bus}].comaster", $"is the concentrator that devices[{asked}] asks over TCP: a pair of the gateway takes the place of another.");
        }
    }

    private void Bus(string key, BusConfiguration bus)
    {
        if (!s_speeds.Contains(bus.Baud))
        {
            Add($"{key}.baud", $"{bus.Baud} bit/s is no usual speed: give one of {string.Join(", ", s_speeds)}.");
        }

        Direction($"{key}.direction", bus.Direction);
        Range($"{key}.realtimePriority", bus.RealtimePriority, 0, 99);
        Range($"{key}.pollPeriod", bus.PollPeriod, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Range($"{key}.answerTimeout", bus.AnswerTimeout, TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(5));
        OrZero($"{key}.syncPeriod", bus.SyncPeriod, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        OrZero($"{key}.setTimePeriod", bus.SetTimePeriod, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        if (bus.Mask.Events != 0)
        {
            Range($"{key}.mask.events", bus.Mask.Events, 2, 1000);
        }

        Range($"{key}.mask.window", bus.Mask.Window, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        Range($"{key}.mask.duration", bus.Mask.Duration, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Outputs(key, bus);
    }

    private void Direction(string key, DirectionConfiguration direction)
    {
        if (direction.Mode is not ("auto" or "kernel" or "gpio"))
        {
            Add($"{key}.mode", $"'{direction.Mode}' is no way to switch the direction: give \"auto\", \"kernel\" or \"gpio\".");
        }

        bool gpio = direction.Mode == "gpio";
        if (gpio)
        {
            _ = Required($"{key}.chip", direction.Chip ?? "", "the chip of the line, for example \"gpiochip0\".");
            if (direction.Line is null)
            {
                Add($"{key}.line", "is missing: give the line of the chip that drives DE and RE.");
            }
        }
        else if (direction.Chip is not null || direction.Line is not null)
        {
            Add(key, $"names a line, which has no effect with the mode \"{direction.Mode}\": give \"gpio\", or remove it.");
        }

        Range($"{key}.line", direction.Line ?? 0, 0, 1023);
        foreach ((string name, TimeSpan guard) in (ReadOnlySpan<(string, TimeSpan)>)
            [($"{key}.guardBefore", direction.GuardBefore), ($"{key}.guardAfter", direction.GuardAfter)])
        {
            Range(name, guard, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
            if (direction.Mode == "kernel" && guard.Ticks % TimeSpan.TicksPerMillisecond != 0)
            {
                Add(name, "is no whole number of milliseconds: the kernel switches in those.");
            }
        }
    }

    // Each IED has one pair. Without a list a pair has all of its concentrator, and no other pair has any of them.
    private void Places(string key, int comaster, int[] addresses, Dictionary<(int Comaster, int Ied), string> taken)
    {
        for (int a = 0; a < addresses.Length; a++)
        {
            Range($"{key}.ieds[{a}]", addresses[a], 2, 63);
            if (!taken.TryAdd((comaster, addresses[a]), key))
            {
                Add($"{key}.ieds[{a}]", $"{addresses[a]} is on {taken[(comaster, addresses[a])]} too: an IED is on one pair.");
            }
        }

        const int all = 0;
        string? other = taken.GetValueOrDefault((comaster, all))
            ?? (addresses.Length == 0 ? taken.FirstOrDefault(t => t.Key.Comaster == comaster && t.Value != key).Value : null);
        if (other is not null)
        {
            Add($"{key}.ieds", $"must be given here and at {other}: both pairs are in the place of one concentrator, and each IED is on one of them.");
        }

        if (addresses.Length == 0)
        {
            _ = taken.TryAdd((comaster, all), key);
        }
    }

    private void Outputs(string key, BusConfiguration bus)
    {
        HashSet<(int, int)> seen = [];
        for (int o = 0; o < bus.Outputs.Length; o++)
        {
            OutputConfiguration output = bus.Outputs[o];
            string at = $"{key}.outputs[{o}]";
            Range($"{at}.port", output.Port, 0, 255);
            Range($"{at}.bit", output.Bit, 0, 254);
            Range($"{at}.ied", output.Ied, 2, 63);
            Range($"{at}.physicalPort", output.PhysicalPort, 0, 65_535);
            Range($"{at}.physicalBit", output.PhysicalBit, 0, 255);
            if (!seen.Add((output.Port, output.Bit)))
            {
                Add(at, string.Create(CultureInfo.InvariantCulture, $"port {output.Port}, bit {output.Bit} stands twice: an order must mean one output."));
            }
        }
    }

    private void OrZero(string key, TimeSpan value, TimeSpan minimum, TimeSpan maximum)
    {
        if (value != TimeSpan.Zero)
        {
            Range(key, value, minimum, maximum);
        }
    }
}
