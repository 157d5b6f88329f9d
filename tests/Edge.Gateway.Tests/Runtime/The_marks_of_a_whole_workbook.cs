using Edge.Domain;
using Edge.Formulas;
using Edge.Gateway.Tests.Commands.Evaluation;
using Edge.Journal;
using Edge.Pipeline;
using Edge.Pipeline.Live;
using Edge.Pipeline.Loop;
using Edge.Profiles;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit;

namespace Edge.Gateway.Tests.Runtime;

/// <summary>Which breaker each protection of a workbook marks, from the sheets to the journal, and through a restart.</summary>
public sealed class The_marks_of_a_whole_workbook : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Of_the_real_station_each_is_of_the_protections_own_bay()
    {
        string? path = Repository.SharedData("estacion-e4.xls");
        Assert.SkipWhen(path is null, "The real workbook is not here (../shared/data/estacion-e4.xls).");
        Profile profile = Import(path!);
        string[] protections = [.. profile.Digitals.Where(d => d.AlarmKind == 0).Select(d => d.Tag)];
        Assert.Equal(13, protections.Length);
        foreach (string protection in protections)
        {
            // E4251_05 marks itself and E4252B05.
            string[] expected = [protection, $"{protection[..3]}52B{protection[6..]}"];
            Assert.Equal(expected.Order(StringComparer.Ordinal), (await TripAsync(profile, protection)).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("LA151_03", "LA152B03")]
    [InlineData("LA151N08", "LA152B08")]
    [InlineData("LA151T02", "LA152T02")]
    [InlineData("LA287D01", "LA252T01")]
    [InlineData("LA251_02", "LA252B02")]
    [InlineData("LA151C00", "LA152C00")]
    [InlineData("LA127_01", null)]
    [InlineData("LA181_00", null)]
    public async Task Of_the_sample_station_too(string protection, string? breaker)
    {
        string[] expected = breaker is null ? [protection] : [protection, breaker];
        string[] marked = await TripAsync(Import(EvalRun.Sample), protection);
        Assert.Equal(expected.Order(StringComparer.Ordinal), marked.Order(StringComparer.Ordinal));
    }

    private static Profile Import(string path) =>
        ProfileImporter.Import(path, new ProfileImportOptions { ReadDrawings = false }).Profile!;

    /// <summary>A protection trips, the gateway restarts: what it then knows to be marked.</summary>
    private async Task<string[]> TripAsync(Profile profile, string protection)
    {
        string file = _folder.At(protection + ".db");
        await using (SqliteJournal journal = Open(file))
        {
            using CancellationTokenSource stop = new();
            PipelineLoop pipeline = Pipeline(profile, journal);
            Task loop = pipeline.RunAsync(stop.Token);
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            FieldEvent trip =
                new() { Device = new("1"), Content = new StateChange(true), Tag = protection, Time = now, Received = now };
            Scan scan = new() { Device = "comaster", Time = now, Readings = Array.Empty<Reading>(), Events = [trip] };
            Assert.True(await pipeline.SubmitAsync(scan, TestContext.Current.CancellationToken));
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
        }

        await using SqliteJournal again = Open(file);
        BoardChanges shown = new();
        Pipeline(profile, again).Board.Watch().Drain(shown);
        string[] marked = [.. again.GetElements().Where(e => e.Value == "1").Select(e => e.Tag)];

        // What is out of use is marked, because formulas read it, and never shown.
        HashSet<string> inUse = [.. profile.Elements.Where(e => !e.Disabled).Select(e => e.Tag)];
        Assert.All(marked.Where(inUse.Contains),
            tag => Assert.Equal("1", shown.Elements.Single(e => profile.Elements[e.Element].Tag == tag).Display.Text));
        return marked;
    }

    private static SqliteJournal Open(string file) =>
        SqliteJournal.Open(new JournalOptions { Path = file }, TimeProvider.System, NullLogger<SqliteJournal>.Instance);

    private static PipelineLoop Pipeline(Profile profile, SqliteJournal journal) => new(
        profile, FormulaEngine.Build(profile), journal,
        [new DeviceSource { Device = "comaster", Points = [], MaximumAge = TimeSpan.FromMinutes(1) }], TimeProvider.System,
        NullLogger<PipelineLoop>.Instance);
}
