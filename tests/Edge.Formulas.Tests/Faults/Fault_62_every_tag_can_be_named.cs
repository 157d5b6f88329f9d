using Edge.Formulas.Findings;
using Edge.Formulas.Inspection;

namespace Edge.Formulas.Tests.Faults;

/// <summary>Before: tags with a point or a '-' are allowed, and no formula could name them.</summary>
public sealed class Fault_62_every_tag_can_be_named
{
    [Theory]
    [InlineData("di.XA.52.B01.value")]
    [InlineData("di.'XA.52.B01'.value")]
    [InlineData("di.\"XA.52.B01\".value")]
    [InlineData("di.XA.value.value")]
    [InlineData("di.'XA-52'.value")]
    [InlineData("di.'XA-2VV.00'.value")]
    [InlineData("di.2-'.value", false)]
    public void In_quotes_or_with_its_points(string formula, bool right = true)
    {
        Station station = new Station().Element("E").Digital("XA.52.B01").Digital("XA.value").Digital("XA-52").Digital("XA-2VV.00")
            .Digital("XA").Text("E", formula);
        Assert.Equal(right, station.Engine.Findings.IsEmpty);
        if (!right)
        {
            return;
        }

        foreach (string tag in (string[])["XA.52.B01", "XA.value", "XA-52", "XA-2VV.00"])
        {
            station.Set(tag, 1);
        }

        _ = station.Engine.Recompute();
        Assert.Equal("1", station.Look("E").Text.ToString());
    }

    [Fact]
    public void The_checks_see_the_tag_too()
    {
        FormulaReference[] references = [.. FormulaInspection.Of("di.XA.52.B01.value + ai.'XA-2VV.00'.escala").References];
        Assert.Equal(
            [("XA.52.B01", "value", 4, 9), ("XA-2VV.00", "escala", 25, 11)],
            references.Select(reference => (reference.Tag, reference.Attribute, reference.Start, reference.Length)));
    }

    [Theory]
    [InlineData("ai.XA-2VV.00.value", "a tag with - stands in quotes: ai.'XA-2VV.00'")]
    [InlineData("ai.XA-B.value", "a tag with - stands in quotes: ai.'XA-B'")]
    public void Without_quotes_the_hint_says_how(string formula, string hint)
    {
        FormulaFinding finding = Assert.Single(
            new Station().Element("E").Analog("XA-2VV.00").Analog("XA-B").Text("E", formula).Engine.Findings);
        Assert.Equal((FindingSeverity.Error, hint), (finding.Severity, finding.Hint?.ToString()));
    }
}
