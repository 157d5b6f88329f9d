using System.Text.Json;
using TestKit;

namespace Edge.Gateway.Tests.Commands.Evaluation;

/// <summary><c>edge profile eval</c> on the sample station, whose first values its README and workbook give.</summary>
public sealed class EvalCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_workbooks_own_first_values_are_the_start()
    {
        EvalRun run = EvalRun.Of(EvalRun.Sample, "--json");

        // The count 3761 times 0.0088, and the breaker of feeder 3 closed as the workbook has it.
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Equal("33.0968", run.Look("LA2VV_00").Text);
        Assert.Equal("ES", run.Look("LA1TEC03").Text);
        Assert.Equal(JsonValueKind.Object, run["LA2VV_00"].GetProperty("errors").ValueKind);
        Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void What_is_set_is_evaluated_unrounded_and_the_rest_stays()
    {
        EvalRun run = EvalRun.Of(EvalRun.Sample, "--json", "--set", "ai.LA2VV_00.value=3751.5", "--set", "di.LA152B03.value=0");

        Assert.Equal("33.0132", run.Look("LA2VV_00").Text);
        Assert.Equal("FS", run.Look("LA1TEC03").Text);
        Assert.Equal("ES", run.Look("LA1TEC02").Text);
    }

    [Fact]
    public void A_scale_a_quality_and_an_operators_attribute_can_be_set()
    {
        EvalRun usual = EvalRun.Of(EvalRun.Sample, "--json");
        EvalRun run = EvalRun.Of(
            EvalRun.Sample, "--json", "--set", "ai.LA2VV_00.escala=0.01", "--set", "AI.LA1VV_01.Q=1", "--set",
            "eg.LA2BAR00.text=Barra = 33");

        Assert.Equal("37.61", run.Look("LA2VV_00").Text);
        Assert.Equal("Barra = 33", run.Look("LA2BAR00").Text);
        Assert.NotEqual(usual.Look("LA1VV_01").Fill, run.Look("LA1VV_01").Fill);
    }

    [Fact]
    public void A_file_of_inputs_comes_first_and_set_wins()
    {
        string file = _folder.At("inputs.json");
        File.WriteAllText(file, """{ "ai.LA2VV_00.value": 1000, "ai.LA1VV_01.value": "2000", "di.LA152B03.value": false, }""");
        EvalRun run = EvalRun.Of(EvalRun.Sample, "--json", "--inputs", file, "--set", "ai.LA2VV_00.value=2000");

        Assert.Equal(("17.6", "7.0"), (run.Look("LA2VV_00").Text, run.Look("LA1VV_01").Text));
        Assert.Equal("FS", run.Look("LA1TEC03").Text);
    }

    [Theory]
    [InlineData("ai.LA2VV_0.value=1", "ai has no tag LA2VV_0; did you mean LA2VV_00")]
    [InlineData("ai.LA152B03.value=1", "di has it: di.LA152B03")]
    [InlineData("ax.LA2VV_00.value=1", "there is no table ax: write ai, di or eg")]
    [InlineData("ai.LA2VV_00.text=1", "ai has no attribute text: it has value, q, escala")]
    [InlineData("LA2VV_00=1", "a path has three parts, as in ai.TAG.value")]
    [InlineData("ai.LA2VV_00.value", "write a path, =, and a value")]
    [InlineData("ai.LA2VV_00.value=", "a number is missing")]
    [InlineData("ai.LA2VV_00.value=33,2", "'33,2' is no number: write decimals with a point")]
    [InlineData("ai.LA2VV_00.value=NaN", "'NaN' is no number")]
    [InlineData("ai.LA2VV_00.q=0.5", "0.5 is out of range: a whole number from 0 to 255")]
    [InlineData("di.LA152B03.value=2", "2 is out of range: a whole number from 0 to 1")]
    [InlineData("eg.LA2VV_00.text=1", "sets it: set what that formula reads")]
    [InlineData("eg.LA2BAR00.fill=red", "'red' is no number")]
    public void An_input_that_does_not_fit_is_named_with_what_was_meant(string set, string message)
    {
        EvalRun run = EvalRun.Of(EvalRun.Sample, "--json", "--set", set);

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.StartsWith($"--set {set}: ", run.Error);
        Assert.Contains(message, run.Error);
    }

    [Theory]
    [InlineData("[1]", "one object of paths and values")]
    [InlineData("{\n\"ai.LA2VV_00.value\": }", "line 2: it is no JSON")]
    [InlineData("{\"ai.LA2VV_00.value\": [1]}", "the value must be a number")]
    [InlineData("{\"ai.LA2VV_00.value\": 1e999}", "the value must be a number")]
    [InlineData("{\"ai.NOBODY.value\": 1}", "ai has no tag NOBODY")]
    public void A_file_of_inputs_that_does_not_fit_is_named(string content, string message)
    {
        string file = _folder.At("inputs.json");
        File.WriteAllText(file, content);
        EvalRun run = EvalRun.Of(EvalRun.Sample, "--inputs", file);

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.StartsWith(file, run.Error);
        Assert.Contains(message, run.Error);
    }

    [Fact]
    public void Every_mistake_is_named_at_once()
    {
        EvalRun run = EvalRun.Of(
            EvalRun.Sample, "--set", "a=1", "--set", "b", "--inputs", _folder.At("none.json"), "--set", "di.X.value=1");

        Assert.Equal((2, 4), (run.Exit, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
    }

    [Fact]
    public void A_workbook_that_is_none_ends_with_2_and_says_why()
    {
        EvalRun run = EvalRun.Of(_folder.At("none.xls"));
        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Contains("There is no workbook", run.Error);

        string file = _folder.At("text.xls");
        File.WriteAllText(file, "no workbook");
        Assert.Equal(2, EvalRun.Of(file).Exit);
    }

    [Fact]
    public void The_table_for_a_person_says_what_failed()
    {
        EvalRun run = EvalRun.Of(EvalRun.Sample);
        Assert.Equal(0, run.Exit);
        Assert.Matches(@"(?m)^LA2VV_00 +33\.0968 +\d+ +-$", run.Output);
        Assert.Matches(@"\d+ elements that formulas set, 0 with errors; \d+ without a formula are not shown\.\n$", run.Output);
    }
}
