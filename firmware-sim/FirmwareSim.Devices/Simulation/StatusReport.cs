using FirmwareSim.Devices.Bus;
using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Simulation;

/// <summary>Puts a <see cref="StationStatus"/> together.</summary>
internal static class StatusReport
{
    public static StationStatus Of(StationParts parts)
    {
        StationStatus status = new()
        {
            Mode = parts.Plant is null ? "replay" : "plant",
            Time = parts.Time.GetUtcNow(),
            Listening = "nowhere",
            Client = null,
            Refusing = false,
            Mute = false,
            BadBcc = 0,
            Lose = 0,
            Heard = 0,
            Polls = 0,
            Comasters = [.. parts.Ports.Select(Of)],
            Buses = parts.Buses.Count > 0 ? [.. parts.Buses.Select(Of)] : null,
        };
        if (status.Comasters is [var first, ..])
        {
            status = status with
            {
                Listening = first.Listening,
                Client = first.Client,
                Refusing = first.Refusing,
                Mute = first.Mute,
                BadBcc = first.BadBcc,
                Lose = first.Lose,
                Heard = first.Heard,
                Polls = first.Polls,
                Clock = first.Clock,
                HasTime = first.HasTime,
                Queue = first.Queue,
                Dropped = first.Dropped,
                Ieds = first.Ieds,
                Comasters = status.Comasters.Count > 1 ? status.Comasters : null,
            };
        }

        return parts.Plant is { } plant ? WithPlant(status, plant) : status;
    }

    private static StationStatus WithPlant(StationStatus status, Substation plant) => status with
    {
        Incidents = plant.Incidents?.Count ?? 0,
        Volts = new OrderedDictionary<string, double>
        {
            ["33"] = Math.Round(plant.Grid.Bar33, 2),
            ["A"] = Math.Round(plant.Grid.BarA, 2),
            ["B"] = Math.Round(plant.Grid.BarB, 2),
            ["dc"] = Math.Round(plant.Auxiliaries.Battery, 1),
        },
        Breakers = new OrderedDictionary<string, string>(
            plant.Bays.Select(bay => KeyValuePair.Create(bay.Key, bay.Value.Closed ? "closed" : "open"))),
        Winding = [.. plant.Bays.Where(bay => bay.Value.IsWinding).Select(bay => bay.Key)],
    };

    private static ComasterStatus Of(ComasterPort port)
    {
        ComasterStatus status = new()
        {
            Name = port.Name,
            Listening = port.Server.EndPoint.ToString(),
            Client = port.Server.Client?.ToString(),
            Refusing = port.Server.Refusing,
            Mute = port.Faults.Mute,
            BadBcc = port.Faults.ToCorrupt,
            Lose = port.Faults.ToLose,
            Heard = port.Faults.Heard,
            Polls = port.Comaster?.Polls ?? port.Replay!.Polls,
        };
        return port.Comaster is not { } comaster ? status : status with
        {
            Clock = comaster.Shown,
            HasTime = comaster.Clock.HasTime,
            Stopped = comaster.Stopped,
            Queue = comaster.Waiting,
            Dropped = comaster.Dropped,
            Ieds = [.. comaster.Images.Select(image =>
                new IedStatus(image.Ied.Address, image.Ied.Connected, image.Lost, image.Ied.Waiting, image.Ied.Overflowed))],
        };
    }

    private static BusStatus Of(PtyBus bus)
    {
        bus.Advance();
        BusStatistics statistics = bus.Bus.Line.Statistics();
        return new BusStatus
        {
            Name = bus.Name,
            Device = bus.Device,
            Up = bus.Path is not null,
            Use = Math.Round(statistics.Use, 4),
            Questions = statistics.Questions,
            Answers = statistics.Answers,
            Bytes = statistics.MasterBytes + statistics.StationBytes,
            Collisions = statistics.Collisions,
            CollidedBytes = statistics.CollidedBytes,
            NoisyBytes = statistics.NoisyBytes,
            Overruns = bus.Overruns,
            ReleaseP99Microseconds = statistics.Release(0.99)?.TotalMicroseconds,
            Recorded = bus.Bus.Log.Recorded,
            Faults = [.. bus.Bus.Faults, .. bus.Path is null ? (string[])["hung up"] : []],
            Ieds = [.. bus.Bus.Ieds.Select(slave => new BusIedStatus(
                slave.Ied.Address, slave.Ied.Connected, slave.Ied.Waiting, slave.Ied.Overflowed, slave.Firmware.Polls,
                slave.Firmware.Repeats))],
        };
    }
}
