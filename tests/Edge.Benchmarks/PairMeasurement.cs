using System.Globalization;
using Edge.Field.Tests.Pair;
using FirmwareSim.Devices.Bus;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Benchmarks;

/// <summary>
/// Measures the RS-485 pair in real time: serial bus and master of the gateway, a pseudo-terminal that keeps the pace of 9600 bit/s, eleven IEDs, an
/// incident every twenty seconds, a journal that takes 10 ms. The wire itself says how much of what the protocol allows was used, and how late the driver let go.
/// </summary>
internal static class PairMeasurement
{
    private static readonly double[] s_shares = [0.5, 0.9, 0.99, 0.999, 1];

    public static async Task<int> RunAsync(string[] args)
    {
        double minutes = 1;
        if (args is not [] && (args is not ["--minutes", var text] || !double.TryParse(text, CultureInfo.InvariantCulture, out minutes) || minutes is <= 0 or > 120))
        {
            Console.Error.WriteLine("usage: pair [--minutes N]   N up to 120, 1 by default");
            return 2;
        }

        await using RealPair pair = await RealPair.StartAsync(
            SampleStation.Import(), SampleStation.Zone, TimeSpan.FromSeconds(20), 4_000_000, NullLoggerFactory.Instance.CreateLogger<Edge.Field.Drivers.MaraBusDriver>());
        using CancellationTokenSource end = new();
        Task run = pair.RunAsync(TimeSpan.FromMilliseconds(10), end.Token);
        await Task.Delay(TimeSpan.FromSeconds(5));
        pair.Reset();
        await Task.Delay(TimeSpan.FromMinutes(minutes));
        BusFigures wire = pair.Wire();
        await end.CancelAsync();
        await run;

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {wire.Elapsed.TotalMinutes:0.0} min on the pair, {wire.Questions} questions, {wire.Answers} answers, {pair.Events.Count} events, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}
            used of what the protocol allows: {wire.Use:P2} (bytes {wire.Busy / wire.Elapsed:P1}, turn-round of the IEDs {wire.TurnRound / wire.Elapsed:P1})
            collisions: {wire.Collisions}
            """));
        foreach (BusCollision collision in wire.Latest.Take(5))
        {
            Console.WriteLine($"  {collision.At}: {collision.Speaker} met {collision.Other}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"direction line off after the last stop bit, of one byte's {wire.ByteTime.TotalMicroseconds:0} µs:"));
        foreach (double share in s_shares)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  p{share * 100,-5:0.#} {wire.Release(share)?.TotalMicroseconds,8:0} µs"));
        }

        return 0;
    }
}
