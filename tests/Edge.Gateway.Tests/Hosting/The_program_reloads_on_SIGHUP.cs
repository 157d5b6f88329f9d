using System.Diagnostics;
using System.Globalization;
using Edge.Gateway.Tests.Runtime;
using FirmwareSim.Devices.Simulation;
using TestKit;
using TestKit.Brokers;

namespace Edge.Gateway.Tests.Hosting;

/// <summary>The program as the service manager sees it: <c>systemctl reload</c> sends SIGHUP.</summary>
public sealed class The_program_reloads_on_SIGHUP
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "edge.dll");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Category", "Slow")]
    public async Task And_one_that_comes_while_it_starts_does_not_end_it()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using SimulatedStation station = await SimulatedStation.StartAsync();
        using Files files = new(broker.Port, station.EndPoint.Port, own: true);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        ProcessStartInfo start = new("dotnet", [Program, "run", "--config", files.Config])
        {
            WorkingDirectory = "/",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> said = process.StandardOutput.ReadToEndAsync(Stop);
        Task<string> complained = process.StandardError.ReadToEndAsync(Stop);
        try
        {
            await Eventually.TrueAsync(() => CatchesHangUp(process.Id) || process.HasExited, "it has taken hold of the signal", Stop);
            await SignalAsync("HUP");
            await Eventually.TrueAsync(() => listener.Last("state", "status") == "online" || process.HasExited, "it is online", Stop);
            Assert.False(process.HasExited, process.HasExited ? await said + await complained : "");
            string? before = listener.Last("state", "profile");

            files.Workbook!.Set("ai", row => row("tag") == "LA1PA_03", "description", "Otra potencia");
            files.Workbook.Save();
            await SignalAsync("HUP");
            await Eventually.TrueAsync(
                () => listener.Last("state", "profile") is { } now && now != before, "the new profile is at work", Stop);
            await Eventually.TrueAsync(
                () => (listener.Last("catalog", "tags") ?? "").Contains("Otra potencia", StringComparison.Ordinal), "it is published",
                Stop);
            await SignalAsync("TERM");
            using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            deadline.CancelAfter(TimeSpan.FromSeconds(20));
            await process.WaitForExitAsync(deadline.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        Assert.Equal((0, ""), (process.ExitCode, await complained));
        Assert.Contains(
            "~ LA1PA_03: description Potencia activa alimentador 3 Hospital → Otra potencia", await said, StringComparison.Ordinal);

        Task SignalAsync(string name) => Command.RunAsync("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)], Stop);
    }

    // Signal 1 is bit 0 of the mask of those that the process has a handler for.
    private static bool CatchesHangUp(int process)
    {
        try
        {
            string? mask = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("SigCgt:", StringComparison.Ordinal));
            return mask is not null
                && (ulong.Parse(mask["SigCgt:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 1) != 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
