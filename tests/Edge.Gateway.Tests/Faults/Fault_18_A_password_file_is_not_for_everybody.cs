using System.Runtime.Versioning;
using System.Text;
using Edge.Gateway.Configuration;
using TestKit;

namespace Edge.Gateway.Tests.Faults;

[UnsupportedOSPlatform("windows")]
public sealed class Fault_18_A_password_file_is_not_for_everybody : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0b110_110_110, false)]
    [InlineData(0b110_100_100, false)]
    [InlineData(0b110_110_000, false)]
    [InlineData(0b110_000_010, false)]
    [InlineData(0b110_100_000, true)]
    [InlineData(0b110_000_000, true)]
    [InlineData(0b100_000_000, true)]
    public void Its_mode_decides_whether_it_is_taken(int mode, bool taken)
    {
        string file = _folder.At("password");
        File.WriteAllText(file, "una clave larga\n");
        File.SetUnixFileMode(file, (UnixFileMode)mode);
        File.WriteAllText(_folder.At("book.xlsx"), "");
        const string text = """
            {
              "site": "los-alamos", "name": "ET Los Álamos", "timeZone": "America/Argentina/Buenos_Aires",
              "profile": { "workbook": "book.xlsx" }, "dataDirectory": "data",
              "devices": [ { "name": "comaster", "type": "mara-tcp", "host": "127.0.0.1" } ],
              "mqtt": { "host": "localhost", "user": "edge", "passwordFile": "password" }
            }
            """;
        ConfigurationResult result = ConfigurationLoader.Parse(Encoding.UTF8.GetBytes(text), _folder.At("edge.json"));
        if (taken)
        {
            Assert.Empty(result.Errors);
        }
        else
        {
            Assert.Contains($"chmod 640 {file}", Assert.Single(result.Errors), StringComparison.Ordinal);
        }
    }
}
