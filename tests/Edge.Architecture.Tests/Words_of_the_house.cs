using System.Text.RegularExpressions;

namespace Edge.Architecture.Tests;

/// <summary>
/// Each thing has one word (<c>docs/glossary.md</c>): comments and identifiers of the products do not use the others, where a pattern can
/// tell a wrong use. Comments are in plain words, as log lines are.
/// </summary>
public sealed partial class Words_of_the_house
{
    private static readonly string[] Folders = ["edge/", "cloud-dashboard/", "firmware-sim/"];

    private static readonly WordRule[] Rules =
    [
        new("bus", InComments, @"\bRS-485 pairs?\b|\bon (?:a|the|one|its) pair\b|\bmasters? of (?:a|the) pair\b"),

        // The other projects have pairs of words, of names or of operands.
        new("bus", InComments, @"\bpairs?\b", @"^(?:FirmwareSim\.|Edge\.(?:Field|Mqtt|Pipeline|Gateway|Journal))"),
        new("bus", InNames, @"(?:Bus|Mara|Serial|Rs485)Pairs?(?![a-z])|(?<!KeyValue)PairMaster"),
        new("statistic", InComments, @"\bfigures?\b"),
        new("statistic", InNames, "Figure"),
        new("checkpoint", InComments, @"\b(?:read|high|low)[- ]?(?:water )?marks?\b"),
        new("checkpoint", InNames, @"(?:Water|Read|Journal|Cursor)Marks?(?![a-z])"),

        // A relay is a device that protects a line: what the simulator has.
        new("pass-through", InComments, @"\brelay(?:ed|ing)\b|\brelays? (?:of )?(?:a|an|the) (?:question|request|frame|command|order)\b"),
        new("pass-through", InNames, "Relay", @"^(?:Edge|Dashboard)\."),

        // The word is a key of the configuration, and a property of the same name.
        new("outstation role", InComments, @"\bnorthbound\b(?!</c>|[.\[""])"),
        new("outstation role", InNames, @"\w[Nn]orthbound|[Nn]orthbound\w"),
        new("driver (of the field) or transceiver", InComments, @"\b(?:master's|line|bus|RS-485|DE/RE) drivers?\b(?! of)"),
        new("indefinitely", InComments, @"\bfor ever\b"),
        new("in a row", InComments, @"\bon end\b"),
        new("reported, logged or stopped", InComments, @"\b(?:is|are|was|were) told\b(?! to\b)"),
        new("the result of", InComments, @"\bcame to\.|\bWhat \w+ \w+ (?:came|comes) to\b"),
        new("immediately", InComments, @"\bas soon as may be\b"),
        new("between two polls, without interruption", InComments, @"\bin peace\b"),
        new("it, or the name of the program", InComments, @"\b(?:he|him|his|himself)\b"),
        new(
            "the name of the program or person", InComments,
            @"\bwhoever\b|\b(?:for|of|to|from|by) who (?:asks|listens|reads|watches|waits)\b"),
        new("disconnected", InComments, @"\bhung up on\b"),
    ];

    public static TheoryData<string> Projects =>
    [
        .. SourceFile.All.Where(file => Folders.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal)))
            .Select(file => file.Project.Name).Distinct(),
    ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Each_thing_has_its_word(string project)
    {
        WordRule[] rules = [.. Rules.Where(rule => rule.IsFor(project))];
        IEnumerable<string> found =
            from file in SourceFile.All
            where file.Project.Name == project
            from line in file.Lines.Select((text, i) => (Text: text, Number: i + 1))
            from rule in rules
            let word = rule.FindIn(line.Text)
            where word is not null
            select $"{file.Path}:{line.Number}: '{word}': write {rule.Word}";
        string[] wrong = [.. found];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("Edge.Field.Mara", "    /// <summary>The master of the pair.</summary>")]
    [InlineData("Edge.Domain", "/// <param name=\"Address\">Its address on the RS-485 pair.</param>")]
    [InlineData("Edge.Pipeline", "    public Figure Latest { get; }")]
    [InlineData("Edge.Pipeline", "    // It is tried for ever.")]
    [InlineData("Edge.Gateway", "/// <summary>The northbound server.</summary>")]
    [InlineData("Edge.Gateway", "internal sealed class NorthboundServer(int port)")]
    [InlineData("Edge.Field.Mara", "    private readonly RelayAnswer _answer;")]
    [InlineData("Dashboard.Web", "        // A browser that lost his connection.")]
    public void A_wrong_word_is_found(string project, string line) =>
        Assert.Contains(Rules, rule => rule.IsFor(project) && rule.FindIn(line) is not null);

    [Theory]
    [InlineData("Edge.Gateway", "    public OutstationConfiguration[] Northbound { get; set; } = [];")]
    [InlineData("Edge.Gateway", "/// <summary>Checks the section <c>northbound</c>.</summary>")]
    [InlineData("Edge.Gateway", "        add($\"northbound[{i}]\", \"whoever asks is told for ever\");")]
    [InlineData("Edge.Profiles", "        // A pair without values has no words.")]
    [InlineData("Edge.Formulas", "    private readonly KeyValuePair<string, int> _pair;")]
    [InlineData("FirmwareSim.Devices", "    private void Relay(double kilovolts)")]
    [InlineData("Edge.Field.LocalIo", "/// <summary>The longest time between two bounces of a relay's contact.</summary>")]
    public void A_right_word_is_left_alone(string project, string line) =>
        Assert.DoesNotContain(Rules, rule => rule.IsFor(project) && rule.FindIn(line) is not null);

    private static string InComments(string line) => Comment().Match(Text().Replace(line, "\"\"")).Value;

    private static string InNames(string line) => Comment().Replace(Text().Replace(line, "\"\""), "");

    [GeneratedRegex(@"//.*$")]
    private static partial Regex Comment();

    // Of a comment nothing is taken for a text: it may have an odd number of quotes.
    [GeneratedRegex(@"(?<!//.*)\$?@?""(?:[^""\\]|\\.)*""")]
    private static partial Regex Text();

    /// <param name="Word">The word to write.</param>
    /// <param name="Part">The part of a line that is searched.</param>
    /// <param name="Pattern">A use of another word.</param>
    /// <param name="Project">The projects where that use is wrong; all, unless given.</param>
    private sealed record WordRule(string Word, Func<string, string> Part, string Pattern, string Project = "")
    {
        private readonly Regex _pattern = new(Pattern, Part == InComments ? RegexOptions.IgnoreCase : RegexOptions.None);
        private readonly Regex _project = new(Project);

        public bool IsFor(string project) => _project.IsMatch(project);

        public string? FindIn(string line) => _pattern.Match(Part(line)) is { Success: true } match ? match.Value : null;
    }
}
