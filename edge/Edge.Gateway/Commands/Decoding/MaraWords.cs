using System.Globalization;
using Edge.Protocols.Mara;

namespace Edge.Gateway.Commands.Decoding;

/// <summary>Descriptions of the numbers of the protocol (Mara 1.4 §2, §3, §5, §6).</summary>
internal static class MaraWords
{
    /// <summary>The name of an address of a header.</summary>
    public static Phrase Station(byte address) => address switch
    {
        MaraFrame.Broadcast => $"everyone",
        1 => $"concentrator 1",
        64 => $"centre 64",
        >= 2 and <= 63 => $"IED {address}",
        _ => $"address {address}",
    };

    /// <summary>The flags and counters of system variables that are important for an operator.</summary>
    public static Phrase Of(in MaraSystemVariables variables)
    {
        if (variables.NoAnswer)
        {
            // The rest is what it said before, or nothing.
            return $"NO ANSWER, its values are old";
        }

        List<Phrase> words = [];
        Add(words, variables.EventsOverflowed, $"events lost");
        Add(words, variables.ClockOff, $"clock off");
        Add(words, !variables.TimeSet, $"time never set");
        List<Phrase> causes = [];
        Add(causes, variables.PowerOn, $"power-on");
        Add(causes, variables.BrownOut, $"brown-out");
        Add(causes, variables.Watchdog, $"watchdog");
        Add(words, causes.Count > 0, $"last reset {Phrase.Join($" + ", causes)}");
        Add(words, variables.WholeRestart, $"whole IED restarted");
        return Phrase.Join($", ", words);
    }

    /// <summary>The description of an event, without its IED and time.</summary>
    public static Phrase Of(in MaraEvent item)
    {
        Phrase text = item.Type switch
        {
            MaraEventType.Digital => $"port {item.Port} bit {string.Create(CultureInfo.InvariantCulture, $"{item.Bit,-2}")} → {item.State}",
            MaraEventType.Energy => $"channel {item.Channel}  {string.Create(CultureInfo.InvariantCulture, $"{item.Count,8}")}  "
                + $"{EnergyCode(item.Code)}",
            MaraEventType.Idle => $"code {item.Code}",
            _ => $"{Communications(item.Code, item.Motive)} (code {item.Code}, motive {item.Motive})",
        };
        return text;
    }

    /// <summary>The name of an event's type.</summary>
    public static Phrase Of(MaraEventType type) => type switch
    {
        MaraEventType.Digital => $"digital",
        MaraEventType.Energy => $"energy",
        MaraEventType.Idle => $"idle",
        _ => $"comms",
    };

    /// <summary>The description of the data of a command other than an answer to a poll; null where only the bytes can be shown.</summary>
    public static Phrase? OfData(byte command, ReadOnlySpan<byte> data)
    {
        Phrase? text = command switch
        {
            MaraCommand.SetTime or MaraCommand.ReadTime when MaraSetTime.TryRead(data, out MaraSetTime time) => Time(time),
            MaraCommand.Control when data is [_, 0xFF, _] => $"port {data[0]}: refused",
            MaraCommand.Control when data.Length == 3 => $"port {data[0]}, bit {data[1]}, state {data[2]}",
            MaraCommand.ControlPhysicalPort when data.Length == 4 =>
                $"physical port {data[0]:X2}{data[1]:X2}, bit {data[2]}, state {data[3]}",
            MaraCommand.Restart when data is [0xAA, 0x55] => $"restart, key is right",
            MaraCommand.Restart when data is [0, 0] => $"refused",
            MaraCommand.LocalDisplay or MaraCommand.SimulatedValues when data is [0] => $"off",
            MaraCommand.LocalDisplay or MaraCommand.SimulatedValues when data.Length == 1 => $"on",
            MaraCommand.SetTimeInterval when data is [0] => $"stopped",
            MaraCommand.SetTimeInterval when data.Length == 1 => $"every {data[0]} s",
            MaraCommand.StopScan when data is [1] => $"scan stopped: transparent bridge",
            MaraCommand.StopScan when data is [0] => $"scan started",
            _ => null,
        };
        return text;
    }

    private static Phrase Time(in MaraSetTime time)
    {
        string? local = LocalTimeText.Of(time.Time)?.Replace('T', ' ');
        Phrase day = time.DayOfWeek is >= 1 and <= 7
            ? DayOf((DayOfWeek)(time.DayOfWeek % 7))
            : $"day of week {time.DayOfWeek}?";
        return local is null ? $"no possible time: {LocalTimeText.WhatIsWrong(time.Time)}" : (Phrase)$"{local}, {day}";
    }

    private static Phrase DayOf(DayOfWeek day) => day switch
    {
        DayOfWeek.Monday => (Phrase)$"Monday",
        DayOfWeek.Tuesday => $"Tuesday",
        DayOfWeek.Wednesday => $"Wednesday",
        DayOfWeek.Thursday => $"Thursday",
        DayOfWeek.Friday => $"Friday",
        DayOfWeek.Saturday => $"Saturday",
        _ => $"Sunday",
    };

    private static Phrase EnergyCode(int code) => code switch
    {
        MaraEnergyCode.Period => $"15 minutes",
        MaraEnergyCode.LastPeriodOfDay => $"15 minutes, last of its day",
        MaraEnergyCode.DailyTotal => $"total of its day",
        _ => $"unknown code {code}",
    };

    private static Phrase Communications(int code, int motive) => code switch
    {
        MaraCommunicationsCode.Link when motive == MaraCommunicationsCode.MotiveLost => $"link to the IED lost",
        MaraCommunicationsCode.Link when motive == MaraCommunicationsCode.MotiveBack => $"link to the IED back",
        MaraCommunicationsCode.Link => $"link to the IED",
        MaraCommunicationsCode.Restart => Restart((MaraRestartMotive)motive),
        MaraCommunicationsCode.CommunicationsRestarted => $"communications restarted",
        MaraCommunicationsCode.RamReturned => $"RAM values returned",
        MaraCommunicationsCode.ForcedDigital => $"forced digital event, port 7",
        _ => $"unknown",
    };

    private static Phrase Restart(MaraRestartMotive motive)
    {
        List<Phrase> causes = [];
        Add(causes, motive.HasFlag(MaraRestartMotive.PowerOn), $"power-on");
        Add(causes, motive.HasFlag(MaraRestartMotive.BrownOut), $"brown-out");
        Add(causes, motive.HasFlag(MaraRestartMotive.Watchdog), $"watchdog");
        Phrase what = motive.HasFlag(MaraRestartMotive.WholeIed) ? (Phrase)$"IED restarted" : $"UART of the IED restarted";
        return causes.Count == 0 ? what : $"{what}: {Phrase.Join($" + ", causes)}";
    }

    private static void Add(List<Phrase> words, bool when, Phrase word)
    {
        if (when)
        {
            words.Add(word);
        }
    }
}
