using System.Text.Json;
using Google.Protobuf.Collections;

namespace Edge.Contracts.Journal;

/// <summary>
/// Converts events and energies between the messages of their topics and the records of the journal. Words stay words, also those that
/// this program does not know.
/// </summary>
public static class JournalEvents
{
    /// <summary>An event as a record of the journal has it.</summary>
    /// <param name="message">The message of the topic <c>event</c>.</param>
    public static Event Of(EventMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Event to = new()
        {
            Type = Word(message.Type),
            Device = message.Device ?? "",
            Tag = message.Tag ?? "",
            Description = message.Description ?? "",
            Finding = message.Finding ?? "",
            Condition = message.Condition ?? "",
            DoubleBit = message.DoubleBit ?? "",
            Unit = message.Unit ?? "",
            Who = message.Who ?? "",
            Action = message.Action is { } action ? Word(action) : "",
            Attribute = message.Attribute is { } attribute ? Word(attribute) : "",
            LossReason = message.LossReason ?? "",
            Alarm = AlarmOf(message.Alarm),
            Native = NativeOf(message.Native),
            Time = Ticks(message.Time),
            TimeSource = Word(message.TimeSource),
            Clock = Word(message.Clock),
            Received = Ticks(message.Received),
        };
        to.Causes.AddRange(message.Causes ?? []);
        to.Flags.AddRange(message.Flags ?? []);
        Set(message.State, value => to.State = value);
        Set(message.AlarmKind, value => to.AlarmKind = value);
        Set(message.Value, value => to.Value = value);
        Set(message.Count, value => to.Count = value);
        Set(message.Dropped, value => to.Dropped = value);
        Set(message.DroppedEvents, value => to.DroppedEvents = value);
        Set(message.FirstSeq, value => to.FirstSeq = value);
        Set(message.LastSeq, value => to.LastSeq = value);
        if (message.Text is { } text)
        {
            to.Text = text;
        }

        return to;
    }

    /// <summary>An energy as a record of the journal has it.</summary>
    /// <param name="message">The message of the topic <c>energy</c>.</param>
    public static Energy Of(EnergyMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Energy to = new()
        {
            Device = message.Device ?? "",
            Channel = message.Channel,
            Tag = message.Tag ?? "",
            Kind = Word(message.Kind),
            Count = message.Count,
            Unit = message.Unit ?? "",
            Native = NativeOf(message.Native),
            Time = Ticks(message.Time),
            Clock = Word(message.Clock),
            Received = Ticks(message.Received),
        };
        to.Flags.AddRange(message.Flags ?? []);
        Set(message.Value, value => to.Value = value);
        return to;
    }

    /// <summary>The message of the topic <c>event</c> of a record.</summary>
    /// <param name="epoch">The epoch of the journal.</param>
    /// <param name="seq">The seq of the record.</param>
    /// <param name="happened">The event.</param>
    /// <param name="gatewayClock">The <c>clock</c> of the record.</param>
    public static byte[] Json(string epoch, long seq, Event happened, string gatewayClock = "")
    {
        ArgumentNullException.ThrowIfNull(happened);
        return Write(epoch, seq, json =>
        {
            json.WriteString("type", happened.Type);
            Text(json, "device", happened.Device);
            Text(json, "tag", happened.Tag);
            Text(json, "description", happened.Description);
            Text(json, "finding", happened.Finding);
            Text(json, "condition", happened.Condition);
            Texts(json, "causes", happened.Causes);
            Number(json, "state", happened.HasState, happened.State);
            Text(json, "doubleBit", happened.DoubleBit);
            if (happened.HasText)
            {
                json.WriteString("text", happened.Text);
            }

            Number(json, "alarmKind", happened.HasAlarmKind, happened.AlarmKind);
            WriteAlarm(json, happened.Alarm);
            Number(json, "value", happened.HasValue, happened.Value);
            Text(json, "unit", happened.Unit);
            Texts(json, "flags", happened.Flags);
            Number(json, "count", happened.HasCount, happened.Count);
            Text(json, "who", happened.Who);
            Text(json, "action", happened.Action);
            Text(json, "attribute", happened.Attribute);
            Number(json, "dropped", happened.HasDropped, happened.Dropped);
            Number(json, "droppedEvents", happened.HasDroppedEvents, happened.DroppedEvents);
            Text(json, "lossReason", happened.LossReason);
            Number(json, "firstSeq", happened.HasFirstSeq, happened.FirstSeq);
            Number(json, "lastSeq", happened.HasLastSeq, happened.LastSeq);
            WriteNative(json, happened.Native);
            json.WriteString("time", TimeOf(happened.Time));
            json.WriteString("timeSource", happened.TimeSource);
            json.WriteString("clock", happened.Clock);
            json.WriteString("received", TimeOf(happened.Received));
            Text(json, "gatewayClock", gatewayClock);
        });
    }

    /// <summary>The message of the topic <c>energy</c> of a record.</summary>
    /// <param name="epoch">The epoch of the journal.</param>
    /// <param name="seq">The seq of the record.</param>
    /// <param name="energy">The energy.</param>
    /// <param name="gatewayClock">The <c>clock</c> of the record.</param>
    public static byte[] Json(string epoch, long seq, Energy energy, string gatewayClock = "")
    {
        ArgumentNullException.ThrowIfNull(energy);
        return Write(epoch, seq, json =>
        {
            Text(json, "device", energy.Device);
            json.WriteNumber("channel", energy.Channel);
            Text(json, "tag", energy.Tag);
            json.WriteString("kind", energy.Kind);
            json.WriteNumber("count", energy.Count);
            Number(json, "value", energy.HasValue, energy.Value);
            Text(json, "unit", energy.Unit);
            Texts(json, "flags", energy.Flags);
            WriteNative(json, energy.Native);
            json.WriteString("time", TimeOf(energy.Time));
            json.WriteString("clock", energy.Clock);
            json.WriteString("received", TimeOf(energy.Received));
            Text(json, "gatewayClock", gatewayClock);
        });
    }

    /// <summary>The time of a record: microseconds since the beginning of 1970, UTC.</summary>
    /// <param name="time">The time.</param>
    public static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The time of an event: units of 100 ns since the beginning of 1970, UTC, as exact as its message.</summary>
    /// <param name="time">The time.</param>
    public static long Ticks(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks;

    /// <summary>The time that an event means; one beyond the calendar is its end.</summary>
    /// <param name="ticks">Units of 100 ns since the beginning of 1970, UTC.</param>
    public static DateTimeOffset TimeOf(long ticks) =>
        DateTimeOffset.UnixEpoch.AddTicks(Math.Clamp(ticks, Ticks(DateTimeOffset.MinValue), Ticks(DateTimeOffset.MaxValue)));

    /// <summary>A word of the contract.</summary>
    /// <typeparam name="T">The list of the words.</typeparam>
    /// <param name="word">Its place.</param>
    public static string Word<T>(T word)
        where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(word.ToString());

    private static Native? NativeOf(NativeEvent? native)
    {
        if (native is null)
        {
            return null;
        }

        Native to = new() { Protocol = native.Protocol };
        Set(native.Concentrator, value => to.Concentrator = value);
        Set(native.Ied, value => to.Ied = value);
        Set(native.Port, value => to.Port = value);
        Set(native.Bit, value => to.Bit = value);
        Set(native.Channel, value => to.Channel = value);
        Set(native.Code, value => to.Code = value);
        Set(native.Motive, value => to.Motive = value);
        return to;
    }

    private static Journal.EventAlarm? AlarmOf(Contracts.EventAlarm? alarm)
    {
        if (alarm is null)
        {
            return null;
        }

        Journal.EventAlarm to = new() { Trigger = alarm.Trigger ?? "" };
        Set(alarm.Priority, value => to.Priority = value);
        Set(alarm.OnDelay, value => to.OnDelay = value);
        Set(alarm.OffDelay, value => to.OffDelay = value);
        Set(alarm.Latched, value => to.Latched = value);
        Set(alarm.Actions, value => to.Actions = value);
        return to;
    }

    private static void WriteAlarm(Utf8JsonWriter json, Journal.EventAlarm? alarm)
    {
        if (alarm is null)
        {
            return;
        }

        json.WriteStartObject("alarm");
        Number(json, "priority", alarm.HasPriority, alarm.Priority);
        Number(json, "onDelay", alarm.HasOnDelay, alarm.OnDelay);
        Number(json, "offDelay", alarm.HasOffDelay, alarm.OffDelay);
        if (alarm.HasLatched)
        {
            json.WriteBoolean("latched", alarm.Latched);
        }

        Number(json, "actions", alarm.HasActions, alarm.Actions);
        Text(json, "trigger", alarm.Trigger);
        json.WriteEndObject();
    }

    private static byte[] Write(string epoch, long seq, Action<Utf8JsonWriter> content)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteString("epoch", epoch);
            json.WriteNumber("seq", seq);
            content(json);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void WriteNative(Utf8JsonWriter json, Native? native)
    {
        if (native is null)
        {
            return;
        }

        json.WriteStartObject("native");
        json.WriteString("protocol", native.Protocol);
        Number(json, "concentrator", native.HasConcentrator, native.Concentrator);
        Number(json, "ied", native.HasIed, native.Ied);
        Number(json, "port", native.HasPort, native.Port);
        Number(json, "bit", native.HasBit, native.Bit);
        Number(json, "code", native.HasCode, native.Code);
        Number(json, "motive", native.HasMotive, native.Motive);
        Number(json, "channel", native.HasChannel, native.Channel);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string text)
    {
        if (text.Length > 0)
        {
            json.WriteString(name, text);
        }
    }

    private static void Texts(Utf8JsonWriter json, string name, RepeatedField<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, bool isThere, long value)
    {
        if (isThere)
        {
            json.WriteNumber(name, value);
        }
    }

    private static void Number(Utf8JsonWriter json, string name, bool isThere, double value)
    {
        if (isThere && double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
    }

    private static void Set<T>(T? value, Action<T> set)
        where T : struct
    {
        if (value is { } there)
        {
            set(there);
        }
    }
}
