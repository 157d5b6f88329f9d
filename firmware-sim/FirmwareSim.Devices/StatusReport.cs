using FirmwareSim.Devices.Firmware;
using FirmwareSim.Devices.Plant;
using FirmwareSim.Devices.Server;

namespace FirmwareSim.Devices;

/// <summary>Puts a <see cref="StationStatus"/> together.</summary>
internal static class StatusReport
{
    public static StationStatus Of(
        Substation? plant, Comaster? comaster, long replayed, LineFaults faults, MaraServer server, DateTimeOffset now)
    {
        StationStatus status = new()
        {
            Mode = plant is null ? "replay" : "plant",
            Time = now,
            Listening = server.EndPoint.ToString(),
            Client = server.Client?.ToString(),
            Refusing = server.Refusing,
            Mute = faults.Mute,
            BadBcc = faults.ToCorrupt,
            Lose = faults.ToLose,
            Heard = faults.Heard,
            Polls = comaster?.Polls ?? replayed,
        };
        if (plant is null || comaster is null)
        {
            return status;
        }

        return status with
        {
            Clock = comaster.Clock.Read(plant.Agenda.Now),
            HasTime = comaster.Clock.HasTime,
            Queue = comaster.Waiting,
            Dropped = comaster.Dropped,
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
            Ieds = [.. comaster.Images.Select(image =>
                new IedStatus(image.Ied.Address, image.Ied.Connected, image.Lost, image.Ied.Waiting, image.Ied.Overflowed))],
        };
    }
}
