using Edge.Gateway.Runtime;
using Edge.Profiles;
using Station = Edge.Profiles.Tests.Station;

namespace Edge.Gateway.Tests.Faults;

/// <summary>Before: errors of the sheet of formulas never stood in the way of a reload, also where the sheet was missing.</summary>
public sealed class Fault_55_a_profile_that_lost_formulas_is_refused
{
    [Theory]
    [InlineData("sheet", "'formula' may be meant")]
    [InlineData("heading", "The column 'atributo' is missing.")]
    [InlineData("tag", "has no element 'XX52BO1'")]
    public void And_the_reason_says_what_is_wrong(string what, string why)
    {
        using Station running = new();
        using Station next = new();
        List<object?[]> rows = next.Sheets["Fórmulas"];
        switch (what)
        {
            case "sheet":
                next.Sheets.Remove("Fórmulas");
                next.Sheets["formula"] = rows;
                break;
            case "heading":
                rows[0][3] = "atrib";
                break;
            default:
                rows[2][2] = "XX52BO1";
                break;
        }

        Refusal? refusal = ProfileAcceptance.Check(ProfileCheck.Of(running.Import()), ProfileCheck.Of(next.Import()));
        Assert.Contains(why, refusal?.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_formula_that_is_wrong_in_itself_is_taken_because_its_element_says_so()
    {
        using Station running = new();
        using Station next = new();
        next.Sheets["Fórmulas"][2][4] = "SI(di.XX52B01.value,2";
        Assert.Null(ProfileAcceptance.Check(ProfileCheck.Of(running.Import()), ProfileCheck.Of(next.Import())));
    }
}
