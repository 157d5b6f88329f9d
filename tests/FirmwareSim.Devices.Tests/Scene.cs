using FirmwareSim.Devices.Simulation;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace FirmwareSim.Devices.Tests;

/// <summary>A quiet station with a clock in our hand: Tuesday 2026-03-10, 12:01:00 on its wall (UTC−3).</summary>
internal sealed class Scene : IAsyncDisposable
{
    /// <summary>The concentrator's own start: code 3, whole (8) + power-on (1), as the first event of every test.</summary>
    public const string Started = "C1391A030A0C01000000";

    public static readonly DateTimeOffset Start = new(2026, 3, 10, 15, 1, 0, TimeSpan.Zero);

    public required FakeTimeProvider Time { get; init; }

    public required SimulatedStation Station { get; init; }

    public static async Task<Scene> StartAsync(SimulatedStationOptions? options = null)
    {
        FakeTimeProvider time = new(Start);
        return new Scene { Time = time, Station = await SimulatedStation.StartAsync(options, time) };
    }

    public Task<RawCentre> ConnectAsync() => RawCentre.ConnectAsync(Station.EndPoint);

    public void Pass(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Waits for what another thread brings about; real time, because only the thread knows when.</summary>
    public Task UntilAsync(Func<StationStatus, bool> condition) =>
        Eventually.TrueAsync(() => condition(Station.Status), "the station is so", TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Station.DisposeAsync();
}
