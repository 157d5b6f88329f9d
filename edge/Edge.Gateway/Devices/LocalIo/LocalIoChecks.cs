using Edge.Gateway.Devices.Common;

namespace Edge.Gateway.Devices.LocalIo;

/// <summary>Checks the keys of the local inputs.</summary>
internal static class LocalIoChecks
{
    private const string Key = "localIo";

    /// <summary>Adds everything that is wrong.</summary>
    /// <param name="device">The device.</param>
    /// <param name="check">The devices, and where findings go.</param>
    public static void Check(LocalIoDevice device, DeviceCheck check)
    {
        if (check.Before<LocalIoDevice>().Any())
        {
            check.Add("type", $"\"{device.Type}\" is there twice: a gateway has its local inputs once.");
        }

        string? whole = check.All.FirstOrDefault(
            other => other.Device.Share is { IsWhole: true } share && share.Comaster == device.Comaster).Key;
        if (whole is not null)
        {
            check.Add(
                "type",
                $"\"{device.Type}\" replaces the IED 1 of a concentrator that {whole} reads completely: give another \"comaster\".");
        }

        if (device.LocalIo is not { } io)
        {
            check.Add(Key, $"is missing: say which inputs there are.");
            return;
        }

        check.Range($"{Key}.filter", io.Filter, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        check.Range($"{Key}.analogPeriod", io.AnalogPeriod, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        if (io.MaskEvents != 0)
        {
            check.Range($"{Key}.maskEvents", io.MaskEvents, 2, 1000);
        }

        // The key of the configuration for each line or address.
        Dictionary<string, string> lines = new(StringComparer.Ordinal);
        Dictionary<string, string> addresses = new(StringComparer.Ordinal);
        HashSet<string> expanders = Expanders(check, io.Mcp23017, lines, addresses);
        Inputs(check, io.Inputs, expanders, lines);
        Converters(check, io.Ads1115, lines, addresses);
    }

    private static HashSet<string> Expanders(
        DeviceCheck check, Mcp23017Configuration[] chips, Dictionary<string, string> lines, Dictionary<string, string> addresses)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < chips.Length; i++)
        {
            string at = $"{Key}.mcp23017[{i}]";
            if (check.Required($"{at}.name", chips[i].Name, $"the name that inputs refer to.") && !names.Add(chips[i].Name))
            {
                check.Add($"{at}.name", $"'{chips[i].Name}' is there twice: give each its own.");
            }

            Address(check, at, chips[i].Bus, chips[i].Address, 0x20, 0x27, addresses);
            check.Range($"{at}.pollPeriod", chips[i].PollPeriod ?? TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(1),
                TimeSpan.FromSeconds(1));
            Line(check, $"{at}.interrupt", chips[i].Interrupt, lines);
        }

        return names;
    }

    private static void Inputs(
        DeviceCheck check, LocalInputConfiguration[] inputs, HashSet<string> expanders, Dictionary<string, string> lines)
    {
        Dictionary<(int, int), string> places = [];
        for (int i = 0; i < inputs.Length; i++)
        {
            LocalInputConfiguration input = inputs[i];
            string at = $"{Key}.inputs[{i}]";
            check.Range($"{at}.port", input.Port, 0, 2);
            check.Range($"{at}.bit", input.Bit, 0, 15);
            if (!places.TryAdd((input.Port, input.Bit), at))
            {
                string taken = check.PathOf(places[(input.Port, input.Bit)]);
                check.Add(at, $"port {input.Port}, bit {input.Bit} is {taken} too: give each input its own place.");
            }

            bool expander = expanders.Contains(input.Chip);
            if (check.Required(
                $"{at}.chip", input.Chip, $"the GPIO chip of the line, for example \"gpiochip0\", or the name of an expander."))
            {
                Line(check, at, new LineConfiguration { Chip = input.Chip, Line = input.Line }, lines);
            }

            check.Range($"{at}.line", input.Line, 0, expander ? 15 : 1023);
            check.Range($"{at}.filter", input.Filter ?? TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMinutes(1));
            if (!LocalIoWords.TryPull(input.Pull, out _) || (expander && input.Pull is "down" or "none"))
            {
                Phrase known = expander ? (Phrase)$"\"asIs\" or \"up\", an expander knows no other" : $"\"asIs\", \"up\", \"down\" or "
                    + $"\"none\"";
                check.Add($"{at}.pull", $"'{input.Pull}' is not possible: give {known}.");
            }
        }
    }

    private static void Converters(
        DeviceCheck check, Ads1115Configuration[] chips, Dictionary<string, string> lines, Dictionary<string, string> addresses)
    {
        Dictionary<int, string> words = [];
        for (int i = 0; i < chips.Length; i++)
        {
            string at = $"{Key}.ads1115[{i}]";
            Address(check, at, chips[i].Bus, chips[i].Address, 0x48, 0x4B, addresses);
            Line(check, $"{at}.alert", chips[i].Alert, lines);
            LocalChannelConfiguration[] channels = chips[i].Channels;
            if (channels.Length is 0 or > 4)
            {
                check.Add($"{at}.channels", $"there are {channels.Length}: give 1 to 4 inputs.");
            }

            for (int c = 0; c < channels.Length; c++)
            {
                Channel(check, $"{at}.channels[{c}]", channels[c], channels.Length, words);
                if (channels.Take(c).Any(o => o.Input == channels[c].Input))
                {
                    check.Add($"{at}.channels[{c}].input", $"{channels[c].Input} is there twice: an input of the chip is one channel.");
                }
            }
        }
    }

    private static void Channel(DeviceCheck check, string at, LocalChannelConfiguration channel, int onChip, Dictionary<int, string> words)
    {
        check.Range($"{at}.channel", channel.Channel, 0, 7);
        if (!words.TryAdd(channel.Channel, at))
        {
            check.Add($"{at}.channel", $"{channel.Channel} is {check.PathOf(words[channel.Channel])} too: give each its own word.");
        }

        check.Range($"{at}.input", channel.Input, 0, 3);
        check.Range($"{at}.counts", channel.Counts, 1, 16383);
        (string ranges, string rates) = LocalIoWords.ConverterKnows;
        if (!LocalIoWords.HasRange(channel.Range))
        {
            check.Add($"{at}.range",
                $"{channel.Range} V is no range of the chip: give {ranges}.");
        }

        if (!LocalIoWords.HasRate(channel.Rate))
        {
            check.Add($"{at}.rate", $"{channel.Rate} is no data rate of the chip: give {rates}.");
        }

        if (channel.Continuous && onChip > 1)
        {
            check.Add($"{at}.continuous", $"is for the one input of a chip: the chip converts one at a time. Give false.");
        }

        foreach ((string name, double value) in (ReadOnlySpan<(string, double)>)
            [("divider", channel.Divider), ("fullScale", channel.FullScale)])
        {
            if (value is not (> 0 and <= 1000))
            {
                check.Add($"{at}.{name}",
                    $"{value} is out of range: give more than 0, at most 1000.");
            }
        }
    }

    private static void Address(
        DeviceCheck check, string at, int bus, string address, int lowest, int highest, Dictionary<string, string> taken)
    {
        check.Range($"{at}.bus", bus, 0, 255);
        if (LocalIoWords.AddressOf(address) is not { } number || number < lowest || number > highest)
        {
            check.Add($"{at}.address", $"'{address}' is no address of the chip: give \"0x{lowest:X2}\" to \"0x{highest:X2}\".");
        }
        else if (!taken.TryAdd($"{bus} {number}", at))
        {
            string other = check.PathOf(taken[$"{bus} {number}"]);
            check.Add($"{at}.address", $"0x{number:X2} on bus {bus} is {other} too: set the address pins of one of them otherwise.");
        }
    }

    private static void Line(DeviceCheck check, string at, LineConfiguration? line, Dictionary<string, string> taken)
    {
        if (line is null)
        {
            return;
        }

        _ = check.Required($"{at}.chip", line.Chip, $"the chip of the line, for example \"gpiochip0\".");
        check.Range($"{at}.line", line.Line, 0, 1023);
        if (!taken.TryAdd($"{line.Chip} {line.Line}", at))
        {
            check.Add(at,
                $"line {line.Line} of {line.Chip} is {check.PathOf(taken[$"{line.Chip} {line.Line}"])} too: a line is one thing.");
        }
    }
}
