using System.Text.RegularExpressions;

namespace Edge.Architecture.Tests;

/// <summary>
/// What the gateway knows of a type of device stands in the folder of the type; the table names it, and nobody else. So a new type touches
/// one folder and one line.
/// </summary>
public sealed partial class A_type_of_device_is_one_folder_and_one_line
{
    private const string Devices = "edge/Edge.Gateway/Devices/";
    private const string Table = Devices + "DeviceTypes.cs";

    private static readonly SourceFile[] s_gateway =
        [.. SourceFile.All.Where(file => file.Path.StartsWith("edge/", StringComparison.Ordinal))];

    private static readonly SourceFile[] s_types =
        [.. s_gateway.Where(file => FolderOf(file) is { Length: > 0 } folder && folder != "Common")];

    [Fact]
    public void Each_type_has_one_row()
    {
        string[] rows = [.. s_types.SelectMany(file => file.Lines).Select(line => Row().Match(line)).Where(row => row.Success)
            .Select(row => row.Groups[1].Value)];
        Assert.NotEmpty(rows);
        Assert.Equal(rows.Distinct(), rows);
        Assert.Equal(rows.Length, s_gateway.Single(file => file.Path == Table).Lines.Count(line => InTable().IsMatch(line)));
    }

    [Fact]
    public void Nobody_outside_its_folder_says_the_word_of_a_type()
    {
        string[] words = [.. s_types.SelectMany(file => file.Lines).Select(line => Row().Match(line)).Where(row => row.Success)
            .Select(row => row.Groups[1].Value)];
        Assert.Empty(
            from file in s_gateway
            where FolderOf(file) is "" or "Common"
            from line in file.Lines
            from word in words
            where line.Contains(word, StringComparison.Ordinal)
            select $"{file.Path}: {word}");
    }

    [Fact]
    public void Nobody_but_the_table_names_what_stands_in_the_folder_of_a_type()
    {
        Assert.NotEmpty(s_types);
        Assert.Empty(
            from file in s_gateway
            where file.Project.Name == "Edge.Gateway" && file.Path != Table
            from used in file.Usings.Concat(
                file.Lines.Select(line => Qualified().Match(line)).Where(use => use.Success).Select(use => use.Value))
            where used.StartsWith("Edge.Gateway.Devices.", StringComparison.Ordinal) && used is not "Edge.Gateway.Devices.Common"
                && s_types.Any(type => type.Namespace == used) && file.Namespace != used
            select $"{file.Path}: {used}");
    }

    /// <summary>The folder below that of the devices, empty for the table and for everything outside.</summary>
    private static string FolderOf(SourceFile file)
    {
        string path = file.Path.Replace('\\', '/');
        return path.StartsWith(Devices, StringComparison.Ordinal) && path[Devices.Length..].Split('/') is [var folder, _, ..] ? folder : "";
    }

    [GeneratedRegex(@"DeviceType Row \{ get; \} = new\(""([\w-]+)""")]
    private static partial Regex Row();

    [GeneratedRegex(@"^ +\w+\.Row,$")]
    private static partial Regex InTable();

    [GeneratedRegex(@"(?<!namespace )(?<!using )Edge\.Gateway\.Devices\.\w+")]
    private static partial Regex Qualified();
}
