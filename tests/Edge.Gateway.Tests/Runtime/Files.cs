using TestKit;

namespace Edge.Gateway.Tests.Runtime;

/// <summary>A folder with a configuration for the sample substation.</summary>
internal sealed class Files : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="mqtt">The port of the broker.</param>
    /// <param name="field">The port of the concentrator.</param>
    /// <param name="own">Whether the workbook is a copy of its own, to be changed.</param>
    /// <param name="more">More keys, behind a comma.</param>
    /// <param name="watch">Whether the workbook is watched.</param>
    /// <param name="answerTimeout">How long an answer of the concentrator may take.</param>
    public Files(int mqtt, int field, bool own = false, string more = "", bool watch = false,
        string answerTimeout = "00:00:00.500")
    {
        Workbook = own ? new SampleWorkbook(_folder.Path) : null;
        Config = _folder.At("edge.json");
        string workbook = Workbook?.Path ?? Repository.PathOf("deploy", "sample", "los-alamos.xlsx");
        File.WriteAllText(Config, $$"""
            {
              "site": "los-alamos", "name": "ET Los Álamos", "timeZone": "America/Argentina/Buenos_Aires",
              "profile": { "workbook": "{{workbook}}", "watch": {{(watch ? "true" : "false")}} },
              "dataDirectory": "data"{{more}},
              "devices": [ { "name": "comaster", "type": "mara-tcp", "host": "127.0.0.1", "port": {{field}},
                             "pollPeriod": "00:00:00.200", "answerTimeout": "{{answerTimeout}}" } ],
              "mqtt": { "host": "127.0.0.1", "port": {{mqtt}}, "heartbeat": "00:00:01" }
            }
            """);
    }

    public string Config { get; }

    /// <summary>The workbook of its own.</summary>
    public SampleWorkbook? Workbook { get; }

    public string Journal => _folder.At("data", "journal.db");

    public void Dispose() => _folder.Dispose();
}
