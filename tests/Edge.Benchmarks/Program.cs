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
IConfig config = ManualConfig.CreateEmpty()
    .AddLogger(ConsoleLogger.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddColumn(StatisticColumn.Median)
    .AddExporter(MarkdownExporter.GitHub)
    .AddJob(Job.Default
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithWarmupCount(5)
        .WithIterationCount(15)
        .WithIterationTime(TimeInterval.FromMilliseconds(200)))
    .WithArtifactsPath(Path.Combine(TestKit.Repository.Root, "artifacts", "benchmarks"));

return BenchmarkSwitcher.FromAssembly(typeof(Edge.Benchmarks.FullAnswer).Assembly).Run(args, config).Any(
    summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
