using System.Text;
using System.Text.RegularExpressions;
using TestKit;

namespace Edge.Architecture.Tests;

/// <summary>
/// What programs and people search a log for: each event has an id, in a range of its topic, and a name. <c>docs/log-events.md</c> lists
/// them all.
/// </summary>
public sealed partial class Log_events_stand_in_one_table
{
    private const string Table = "docs/log-events.md";
    private const int Columns = 140;

    private const string Update =
        "UPDATE_LOG_EVENTS=1 dotnet run --project tests/Edge.Architecture.Tests -c Release -- --filter-class '*Log_events*'";

    private static readonly LogRange[] Ranges =
    [
        new(1000, 1099, "Edge.Field.Mara", "concentrators over TCP"),
        new(1100, 1149, "Edge.Field", "buses and their serial ports"),
        new(1150, 1199, "Edge.Field.Mara", "IEDs, and the line of a bus"),
        new(1200, 1249, "Edge.Field.Mara", "the outstation role"),
        new(1250, 1279, "Edge.Field.LocalIo", "local inputs"),
        new(1280, 1299, "Edge.Field", "real-time threads"),
        new(2000, 2049, "Edge.Pipeline", "devices, and the use of the journal"),
        new(2050, 2079, "Edge.Pipeline", "energies"),
        new(2080, 2099, "Edge.Pipeline", "what operators did"),
        new(2100, 2119, "Edge.Pipeline", "the clock of the gateway"),
        new(3000, 3049, "Edge.Journal", "the journal's file and its records"),
        new(3050, 3059, "Edge.Journal", "files of an older schema"),
        new(3060, 3079, "Edge.Journal", "what operators set, as stored"),
        new(4000, 4059, "Edge.Mqtt", "the broker, and what is published"),
        new(4060, 4079, "Edge.Mqtt", "requests of operators"),
        new(4080, 4099, "Edge.Mqtt", "historians"),
        new(5000, 5099, "Edge.Gateway", "start, stop, findings of the profile"),
        new(5100, 5109, "Edge.Gateway", "metrics"),
        new(5110, 5119, "Edge.Gateway", "the monitor of the links"),
        new(5120, 5139, "Edge.Gateway", "buses of the configuration"),
        new(5140, 5159, "Edge.Gateway", "control centres and historians of the configuration"),
        new(5200, 5219, "Edge.Gateway", "another profile while it runs"),
        new(6000, 6099, "Dashboard.Ingest", "the broker, and what it delivers"),
        new(6500, 6599, "Dashboard.Historian", "the historian"),
        new(7000, 7019, "Dashboard.Web", "users"),
        new(7020, 7039, "Dashboard.Web", "the embedded broker"),
        new(7040, 7059, "Dashboard.Web", "browsers and pages"),
        new(7080, 7099, "Dashboard.Web", "notifications"),
        new(8000, 8019, "FirmwareSim.Devices", "control centres"),
        new(8020, 8039, "FirmwareSim.Devices", "buses"),
        new(8040, 8059, "FirmwareSim.Devices", "orders and the time line"),
    ];

    [Fact]
    public void Each_message_is_read_from_its_source()
    {
        Assert.NotEmpty(LogMessage.All);
        Assert.Equal(LogMessage.Declared, LogMessage.All.Count);
    }

    [Fact]
    public void An_id_and_a_name_belong_to_one_event()
    {
        Assert.Empty(LogMessage.All.GroupBy(message => message.Id).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Empty(LogMessage.All.GroupBy(message => message.Name).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void An_id_stands_in_a_range_of_its_project() =>
        Assert.DoesNotContain(LogMessage.All, message => !Ranges.Any(range => range.Has(message)));

    [Fact]
    public void Ranges_do_not_overlap_and_none_is_empty()
    {
        Assert.All(Ranges.Zip(Ranges.Skip(1)), pair => Assert.True(pair.First.Last < pair.Second.First, pair.Second.ToString()));
        Assert.DoesNotContain(Ranges, range => !LogMessage.All.Any(range.Has));
    }

    [Fact]
    public void The_document_lists_each_event()
    {
        string path = Repository.PathOf(Table);
        string text = Written();
        if (Environment.GetEnvironmentVariable("UPDATE_LOG_EVENTS") == "1")
        {
            File.WriteAllText(path, text);
        }

        string document = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(text == document, $"{Table} is not what the sources say. Write it again with: {Update}");
    }

    // Log lines are read at night, by people whose first language is not English.
    [Fact]
    public void A_log_line_is_in_plain_words() =>
        Assert.Empty(LogMessage.All.Where(message => Riddle().IsMatch(message.Text)).Select(message => $"{message.Id}: {message.Text}"));

    [Theory]
    [InlineData("It is tried again for ever.")]
    [InlineData("Five polls on end had no answer.")]
    [InlineData("Whoever listens gets it.")]
    [InlineData("A peer was hung up on: he sent nothing.")]
    public void A_riddle_is_found(string text) => Assert.Matches(Riddle(), text);

    [Theory]
    [InlineData("The bus is closed.")]
    [InlineData("It is on, and the end is near.")]
    public void A_plain_line_is_no_riddle(string text) => Assert.DoesNotMatch(Riddle(), text);

    private static string Written()
    {
        StringBuilder text = new();
        text.Append(
            """
            # Log events

            Each line of a log has an event id and a name. Both stay when the words of a message change: search and alert by them. The ids
            of a project stand in ranges by topic. `tests/Edge.Architecture.Tests` writes this document from the `Log.cs` of each project.

            | ids | project | topic |
            | --- | --- | --- |

            """);
        foreach (LogRange range in Ranges)
        {
            text.Append(null, $"| {range.First}–{range.Last} | `{range.Project}` | {range.Topic} |\n");
        }

        foreach (LogRange range in Ranges)
        {
            text.Append(null, $"\n## {range.First}–{range.Last}: {range.Topic}\n\n");
            foreach (LogMessage message in LogMessage.All.Where(range.Has))
            {
                Wrap(text, $"- **{message.Id}** `{message.Name}` ({message.Level}): {message.Text}");
            }
        }

        return text.ToString();
    }

    private static void Wrap(StringBuilder text, string item)
    {
        int column = 0;
        foreach (string word in item.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > Columns)
            {
                text.Append("\n  ");
                column = 2;
            }
            else if (column > 0)
            {
                text.Append(' ');
                column++;
            }

            text.Append(word);
            column += word.Length;
        }

        text.Append('\n');
    }

    [GeneratedRegex(
        @"\b(for ever|on end|for who|who asks|whoever|(is|was) told|said|came to|as soon as may be|in peace|hung up on|"
        + @"begins? anew|he|him|his)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Riddle();

    private sealed record LogRange(int First, int Last, string Project, string Topic)
    {
        public bool Has(LogMessage message) => message.Project == Project && message.Id >= First && message.Id <= Last;
    }
}
