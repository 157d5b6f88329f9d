using Edge.Fuzz;

namespace Edge.Gateway.Tests.Fuzzing;

/// <summary>A small run of each target of tests/Edge.Fuzz; docs/testing.md says how the long ones are started.</summary>
[Trait("Category", "Slow")]
public sealed class A_small_run_of_the_fuzz_targets
{
    [Theory]
    [InlineData("mara", 100_000)]
    [InlineData("formulas", 200_000)]
    [InlineData("svg", 5_000)]
    [InlineData("workbook", 300)]
    [InlineData("journal-body", 200_000)]
    public void Finds_nothing(string name, int inputs)
    {
        FuzzTarget target = FuzzTarget.All().Single(t => t.Name == name);
        for (int input = 0; input < inputs; input++)
        {
            target.Run(seed: 2, input);
        }

        target.Finish();
    }

    [Fact]
    public void Formulas_are_not_all_nonsense()
    {
        FormulasTarget target = new();
        for (int input = 0; input < 20_000; input++)
        {
            target.Run(seed: 3, input);
        }

        // At least one formula in two inputs is whole enough to be evaluated.
        Assert.InRange(target.Computed, 10_000, long.MaxValue);
    }

    [Fact]
    public void An_input_can_be_made_again_alone()
    {
        Dice one = new();
        Dice other = new();
        one.Seed(7, 1234);
        other.Seed(7, 1233);
        _ = other.Raw();
        other.Seed(7, 1234);
        Assert.Equal((one.Raw(), one.Raw()), (other.Raw(), other.Raw()));
    }
}
