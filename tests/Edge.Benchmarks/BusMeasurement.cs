using System.Globalization;
using Edge.Field.Mara.Bus;
using Edge.Field.Mara.Tests.Bus.Simulated;
using FirmwareSim.Devices.Bus;
using Microsoft.Extensions.Logging;
using TestKit.Logs;

namespace Edge.Benchmarks;

/// <summary>
/// Measures the RS-485 bus in real time: serial bus and master of the gateway, a pseudo-terminal that keeps the pace of 9600 bit/s, eleven
/// IEDs, an incident every twenty seconds, a journal that takes 10 ms. The wire itself says how much of what the protocol allows was used,
/// and how late the driver let go.
/// </summary>
internal static class BusMeasurement
{
    private static readonly double[] s_shares = [0.5, 0.9, 0.99, 0.999, 1];

    public static async Task<int> RunAsync(string[] args)
    {
        if (!TryRead(args, out double minutes, out int priority))
        {
            Console.Error.WriteLine(
                "usage: bus [--minutes N] [--priority P]   N up to 120, 1 by default; P: the "
                + "real-time priority, 10 by default, 0 for none");
            return 2;
        }

        await using RealBus bus = await RealBus.StartAsync(
            SampleStation.Import(), SampleStation.Zone, TimeSpan.FromSeconds(20), 4_000_000, new Notes<MaraBusDriver> { Written = Say },
            priority);
        using CancellationTokenSource end = new();
        Task run = bus.RunAsync(TimeSpan.FromMilliseconds(10), end.Token);
        await Task.Delay(TimeSpan.FromSeconds(5));
        bus.Reset();
        int collections = GC.CollectionCount(0);
        await Task.Delay(TimeSpan.FromMinutes(minutes));
        BusStatistics wire = bus.Wire();
        collections = GC.CollectionCount(0) - collections;
        await end.CancelAsync();
        await run;

        string load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        double bytes = wire.Busy / wire.Elapsed;
        double turnRound = wire.TurnRound / wire.Elapsed;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {wire.Elapsed.TotalMinutes:0.0} min, {wire.Questions} questions, {wire.Answers} answers, {bus.Events.Count} events, load {load}
            used of what the protocol allows: {wire.Use:P2} (bytes {bytes:P1}, turn-round of the IEDs {turnRound:P1})
            collisions: {wire.Collisions}
            garbage collections, the simulator's among them: {collections}
            """));
        foreach (BusCollision collision in wire.Latest.Take(5))
        {
            Console.WriteLine($"  {collision.At}: {collision.Speaker} met {collision.Other}");
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"direction line off after the last stop bit, of one byte's {wire.ByteTime.TotalMicroseconds:0} µs:"));
        foreach (double share in s_shares)
        {
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"  p{share * 100,-5:0.#} {wire.Release(share)?.TotalMicroseconds,8:0} µs"));
        }

        return 0;
    }

    private static bool TryRead(string[] args, out double minutes, out int priority)
    {
        (minutes, priority) = (1, 10);
        bool right = args.Length % 2 == 0;
        for (int i = 0; right && i < args.Length; i += 2)
        {
            right = args[i] switch
            {
                "--minutes" => double.TryParse(args[i + 1], CultureInfo.InvariantCulture, out minutes) && minutes is > 0 and <= 120,
                "--priority" => int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out priority) && priority <= 99,
                _ => false,
            };
        }

        return right;
    }

    /// <summary>What the gateway says, among it whether the system granted the priority.</summary>
    private static void Say(Note note)
    {
        if (note.Level >= LogLevel.Information)
        {
            Console.WriteLine(note.Text);
        }
    }
}
