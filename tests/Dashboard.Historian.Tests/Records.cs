using Edge.Contracts;

namespace Dashboard.Historian.Tests;

internal static class Records
{
    internal static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    internal static EventRecord Event(
        long seq, double seconds, string site = "los-alamos", string epoch = "e1", string? tag = "LA152B03",
        EventType type = EventType.Digital) =>
        new(site, new EventMessage
        {
            Epoch = epoch,
            Seq = seq,
            Type = type,
            Tag = tag,
            State = 0,
            Text = "Abierto",
            Time = Start.AddSeconds(seconds),
            TimeSource = TimeSource.Device,
            Clock = ClockState.Synchronised,
            Received = Start.AddSeconds(seconds + 1),
        });

    internal static EnergyRecord Energy(long seq, int minutes, string tag = "LA1PA_03") =>
        new("los-alamos", new EnergyMessage
        {
            Epoch = "e1",
            Seq = seq,
            Channel = 0,
            Tag = tag,
            Kind = EnergyKind.Period,
            Count = 178_707,
            Value = 89_353.5,
            Time = Start.AddMinutes(minutes),
            Clock = ClockState.Synchronised,
            Received = Start.AddMinutes(minutes),
        });
}
