using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

// One short job, in this process: nothing is generated or built beside the benchmark, so it runs wherever the tests run. Start it with
//   dotnet run -c Release --project tests/Edge.Benchmarks -- --filter '*'
// or, for the RS-485 bus in real time on a pseudo-terminal,
//   dotnet run -c Release --project tests/Edge.Benchmarks -- bus --minutes 5
// or, for what the stores of the historian take,
//   dotnet run -c Release --project tests/Edge.Benchmarks -- historian
// or, for how long a trend takes,
//   dotnet run -c Release --project tests/Edge.Benchmarks -- trends
// or, for what a journal writes to a disk in a day,
//   dotnet run -c Release --project tests/Edge.Benchmarks -- writes --in FOLDER
// or, for what many gateways bring to a historian,
//   dotnet run -c Release --project tests/Edge.Benchmarks -- load
if (args is ["load", ..])
{
    return await Edge.Benchmarks.Load.LoadMeasurement.RunAsync(args[1..]);
}

if (args is ["writes", ..])
{
    return await Edge.Benchmarks.WritesMeasurement.RunAsync(args[1..]);
}

if (args is ["bus", ..])
{
    return await Edge.Benchmarks.BusMeasurement.RunAsync(args[1..]);
}

if (args is ["historian", ..])
{
    return await Edge.Benchmarks.HistorianMeasurement.RunAsync(args[1..]);
}

if (args is ["trends", ..])
{
    return await Edge.Benchmarks.TrendMeasurement.RunAsync(args[1..]);
}

IConfig config = ManualConfig.CreateEmpty()
    .AddLogger(ConsoleLogger.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddColumn(StatisticColumn.Min, StatisticColumn.Median)
    .AddExporter(MarkdownExporter.GitHub)
    .AddJob(Job.Default
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithWarmupCount(5)
        .WithIterationCount(15)
        .WithIterationTime(TimeInterval.FromMilliseconds(200)))
    .WithArtifactsPath(Path.Combine(TestKit.Repository.Root, "artifacts", "benchmarks"));

Type[] benchmarks = [.. typeof(Edge.Benchmarks.FullAnswer).Assembly.GetTypes().Where(type => type.GetMethods().Any(
    method => method.IsDefined(typeof(BenchmarkDotNet.Attributes.BenchmarkAttribute), inherit: false)))];
if (Edge.Benchmarks.RealStation.Path is null)
{
    Console.WriteLine("// The real workbook is not here (../shared/data/estacion-e4.xls): its benchmarks are left out.");
    benchmarks = [.. benchmarks.Where(type => type != typeof(Edge.Benchmarks.RealFormulaBenchmarks))];
}

return BenchmarkSwitcher.FromTypes(benchmarks).Run(args, config).Any(
    summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
