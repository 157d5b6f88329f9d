using TestKit;

namespace Edge.Gateway.Tests.Running;

/// <summary>A folder with a configuration for the sample substation.</summary>
internal sealed class Files : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-run").FullName;

    public Files(int mqtt, int field)
    {
        Config = Path.Combine(_folder, "edge.json");
        File.WriteAllText(Config, $$"""
            {
              "site": "los-alamos", "name": "ET Los Álamos", "timeZone": "America/Argentina/Buenos_Aires",
              "profile": { "workbook": "{{Repository.PathOf("deploy", "sample", "los-alamos.xlsx")}}" },
              "dataDirectory": "data",
              "devices": [ { "name": "comaster", "type": "mara-tcp", "host": "127.0.0.1", "port": {{field}},
                             "pollPeriod": "00:00:00.200", "answerTimeout": "00:00:00.500" } ],
              "mqtt": { "host": "127.0.0.1", "port": {{mqtt}}, "heartbeat": "00:00:01" }
            }
            """);
    }

    public string Config { get; }

    public string Journal => Path.Combine(_folder, "data", "journal.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
