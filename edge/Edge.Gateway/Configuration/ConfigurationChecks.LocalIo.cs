using System.Globalization;

namespace Edge.Gateway.Configuration;

/// <content>The local inputs of the box.</content>
internal sealed partial class ConfigurationChecks
{
    /// <summary>The type of the local inputs.</summary>
    public const string LocalIo = "local-io";

    private void LocalInputs(DeviceConfiguration[] devices)
    {
        for (int i = 0; i < devices.Length; i++)
        {
            DeviceConfiguration d = devices[i];
            string key = $"devices[{i}].localIo";
            if (d.Type != LocalIo)
            {
                if (d.LocalIo is not null)
                {
                    Add(key, $"has no effect on the type '{d.Type}': remove it, or give the type \"{LocalIo}\".");
                }

                continue;
            }

            if (devices.Take(i).Any(o => o.Type == LocalIo))
            {
                Add($"devices[{i}].type", $"\"{LocalIo}\" stands twice: a box has its inputs once.");
            }

            if (devices.Any(o => o.Type == MaraTcp && o.Comaster == d.Comaster))
            {
                Add($"devices[{i}].type",
                    $"\"{LocalIo}\" takes the place of the IED 1 of a concentrator that a device of the type \"{MaraTcp}\" reads whole: give another \"comaster\".");
            }

            if (d.LocalIo is not { } io)
            {
                Add(key, "is missing: say which inputs there are.");
                continue;
            }

            Range($"{key}.filter", io.Filter, TimeSpan.Zero, TimeSpan.FromMinutes(1));
            Range($"{key}.analogPeriod", io.AnalogPeriod, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
            if (io.MaskEvents != 0)
            {
                Range($"{key}.maskEvents", io.MaskEvents, 2, 1000);
            }

            Dictionary<string, string> lines = new(StringComparer.Ordinal);
            Dictionary<string, string> addresses = new(StringComparer.Ordinal);
            HashSet<string> expanders = Expanders(key, io.Mcp23017, lines, addresses);
            Inputs(key, io.Inputs, expanders, lines);
            Converters(key, io.Ads1115, lines, addresses);
        }
    }

    private HashSet<string> Expanders(
        string key, Mcp23017Configuration[] chips, Dictionary<string, string> lines, Dictionary<string, string> addresses)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < chips.Length; i++)
        {
            string at = $"{key}.mcp23017[{i}]";
            if (Required($"{at}.name", chips[i].Name, "the name by which inputs call it.") && !names.Add(chips[i].Name))
            {
                Add($"{at}.name", $"'{chips[i].Name}' stands twice: give each its own.");
            }

            Address(at, chips[i].Bus, chips[i].Address, 0x20, 0x27, addresses);
            Range($"{at}.pollPeriod", chips[i].PollPeriod ?? TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
            Line($"{at}.interrupt", chips[i].Interrupt, lines);
        }

        return names;
    }

    private void Inputs(string key, LocalInputConfiguration[] inputs, HashSet<string> expanders, Dictionary<string, string> lines)
    {
        Dictionary<(int, int), string> places = [];
        for (int i = 0; i < inputs.Length; i++)
        {
            LocalInputConfiguration input = inputs[i];
            string at = $"{key}.inputs[{i}]";
            Range($"{at}.port", input.Port, 0, 2);
            Range($"{at}.bit", input.Bit, 0, 15);
            if (!places.TryAdd((input.Port, input.Bit), at))
            {
                Add(at, $"port {input.Port}, bit {input.Bit} is {places[(input.Port, input.Bit)]} too: give each input its own place.");
            }

            bool expander = expanders.Contains(input.Chip);
            if (Required($"{at}.chip", input.Chip, "the GPIO chip of the line, for example \"gpiochip0\", or the name of an expander."))
            {
                Line(at, new LineConfiguration { Chip = input.Chip, Line = input.Line }, lines);
            }

            Range($"{at}.line", input.Line, 0, expander ? 15 : 1023);
            Range($"{at}.filter", input.Filter ?? TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMinutes(1));
            if (!LocalIoWords.TryPull(input.Pull, out _) || (expander && input.Pull is "down" or "none"))
            {
                Add($"{at}.pull", $"'{input.Pull}' cannot be: give {(expander ? "\"asIs\" or \"up\", an expander knows no other" : "\"asIs\", \"up\", \"down\" or \"none\"")}.");
            }
        }
    }

    private void Converters(string key, Ads1115Configuration[] chips, Dictionary<string, string> lines, Dictionary<string, string> addresses)
    {
        Dictionary<int, string> words = [];
        for (int i = 0; i < chips.Length; i++)
        {
            string at = $"{key}.ads1115[{i}]";
            Address(at, chips[i].Bus, chips[i].Address, 0x48, 0x4B, addresses);
            Line($"{at}.alert", chips[i].Alert, lines);
            LocalChannelConfiguration[] channels = chips[i].Channels;
            if (channels.Length is 0 or > 4)
            {
                Add($"{at}.channels", $"there are {channels.Length}: give 1 to 4 inputs.");
            }

            for (int c = 0; c < channels.Length; c++)
            {
                Channel($"{at}.channels[{c}]", channels[c], channels.Length, words);
                if (channels.Take(c).Any(o => o.Input == channels[c].Input))
                {
                    Add($"{at}.channels[{c}].input", $"{channels[c].Input} stands twice: an input of the chip is one channel.");
                }
            }
        }
    }

    private void Channel(string at, LocalChannelConfiguration channel, int onChip, Dictionary<int, string> words)
    {
        Range($"{at}.channel", channel.Channel, 0, 7);
        if (!words.TryAdd(channel.Channel, at))
        {
            Add($"{at}.channel", $"{channel.Channel} is {words[channel.Channel]} too: give each its own word.");
        }

        Range($"{at}.input", channel.Input, 0, 3);
        Range($"{at}.counts", channel.Counts, 1, 16383);
        (string ranges, string rates) = LocalIoWords.ConverterKnows;
        if (!LocalIoWords.HasRange(channel.Range))
        {
            Add($"{at}.range", string.Create(CultureInfo.InvariantCulture, $"{channel.Range} V is no range of the chip: give {ranges}."));
        }

        if (!LocalIoWords.HasRate(channel.Rate))
        {
            Add($"{at}.rate", $"{channel.Rate} is no data rate of the chip: give {rates}.");
        }

        if (channel.Continuous && onChip > 1)
        {
            Add($"{at}.continuous", "is for the one input of a chip: the chip converts one at a time. Give false.");
        }

        foreach ((string name, double value) in (ReadOnlySpan<(string, double)>)[("divider", channel.Divider), ("fullScale", channel.FullScale)])
        {
            if (value is not (> 0 and <= 1000))
            {
                Add($"{at}.{name}", string.Create(CultureInfo.InvariantCulture, $"{value} is out of range: give more than 0, at most 1000."));
            }
        }
    }

    private void Address(string at, int bus, string address, int lowest, int highest, Dictionary<string, string> taken)
    {
        Range($"{at}.bus", bus, 0, 255);
        if (LocalIoWords.AddressOf(address) is not { } number || number < lowest || number > highest)
        {
            Add($"{at}.address", $"'{address}' cannot be: give \"0x{lowest:X2}\" to \"0x{highest:X2}\".");
        }
        else if (!taken.TryAdd($"{bus} {number}", at))
        {
            Add($"{at}.address", $"0x{number:X2} on bus {bus} is {taken[$"{bus} {number}"]} too: set the address pins of one of them otherwise.");
        }
    }

    private void Line(string at, LineConfiguration? line, Dictionary<string, string> taken)
    {
        if (line is null)
        {
            return;
        }

        _ = Required($"{at}.chip", line.Chip, "the chip of the line, for example \"gpiochip0\".");
        Range($"{at}.line", line.Line, 0, 1023);
        if (!taken.TryAdd($"{line.Chip} {line.Line}", at))
        {
            Add(at, $"line {line.Line} of {line.Chip} is {taken[$"{line.Chip} {line.Line}"]} too: a line is one thing.");
        }
    }
}
