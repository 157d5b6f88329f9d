using System.CommandLine;
using Edge.CommandLine;
using Edge.Gateway.Commands.Diagnosis;
using Edge.Gateway.Commands.Profiles;

namespace Edge.Gateway.Tests.Faults;

/// <summary>Before: a usage error ended with 1, as a workbook with errors does, and spoke of <c>System.Int32</c>.</summary>
public sealed class Fault_50_a_wrong_command_line_is_told_from_a_wrong_workbook
{
    [Theory]
    [InlineData("profile check")]
    [InlineData("profile check a.xlsx --comaster uno")]
    [InlineData("profile check a.xlsx --comaster 99999999999")]
    [InlineData("profile chek a.xlsx")]
    [InlineData("profile import a.xlsx")]
    [InlineData("profile")]
    [InlineData("ied read-ram --host a --ied 5 --address 0x100 --count x")]
    [InlineData("ied read-ram --host a --ied x --address 0x100")]
    [InlineData("ied read-ram --host a --ied 5 --address 0x100 --timeout soon")]
    [InlineData("ied read-ram --host a --ied 5 --address 0x100 --port 99999999999")]
    public void With_64_and_words_for_people(string line)
    {
        using var errors = new StringWriter();
        RootCommand root = new("test") { ProfileCommand.Create(), IedCommand.Create() };
        Assert.True(UsageErrors.Write(root.Parse(line.Split(' ')), "edge", errors));
        Assert.DoesNotContain("System.", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("--help' shows how it is used.", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_that_is_none_is_named()
    {
        using var errors = new StringWriter { NewLine = "\n" };
        RootCommand root = new("test") { ProfileCommand.Create() };
        Assert.True(UsageErrors.Write(root.Parse(["profile", "check", "a.xlsx", "--comaster", "uno"]), "edge", errors));
        Assert.Equal(
            "'uno' is no whole number that fits (--comaster).\n'edge profile check --help' shows how it is used.\n", errors.ToString());
    }

    [Theory]
    [InlineData("profile check a.xlsx")]
    [InlineData("profile check --help")]
    [InlineData("profile --help")]
    public void A_right_one_is_left_to_its_command(string line)
    {
        using var errors = new StringWriter();
        RootCommand root = new("test") { ProfileCommand.Create() };
        Assert.False(UsageErrors.Write(root.Parse(line.Split(' ')), "edge", errors));
        Assert.Equal("", errors.ToString());
    }
}
