using System.Diagnostics;
using System.Text.Json;
using Edge.Domain;
using Edge.Formulas.Findings;
using Edge.Formulas.Values;

namespace Edge.Formulas.Tests;

/// <summary>The formulas of a real substation against a reference evaluator written in Python.</summary>
public sealed class WorkbookTests
{
    private const int Sets = 200;

    [Fact]
    public void Every_formula_of_a_real_workbook_compiles_and_its_cycles_are_named()
    {
        Station station = Workbook.Read(Workbook.Find());

        Assert.Equal(143, station.Profile.Formulas.Length);
        Assert.All(station.Engine.Findings, finding => Assert.Equal(FormulaCode.Cycle, finding.Code));
        Assert.Contains(station.Engine.Findings, finding => finding.Message.ToString().Contains("TCT", StringComparison.Ordinal));
    }

    [Fact]
    public void A_real_workbook_shows_what_Python_makes_of_it()
    {
        string path = Workbook.Find();
        Station station = Workbook.Read(path);
        FormulaEngine engine = station.Engine;
        var random = new Random(20140113);
        using Process reference = Workbook.Run(path);
        int errors = 0;
        for (int set = 0; set < Sets; set++)
        {
            // The first set reads every point once; later ones change a few, as polls do.
            var changes = new List<object>();
            Profile profile = station.Profile;
            foreach (DigitalPoint point in profile.Digitals)
            {
                SetDigital(engine, point.Tag, random, set, changes);
            }

            foreach (AnalogPoint point in profile.Analogs)
            {
                SetAnalog(engine, point.Tag, random, set, changes);
            }

            for (int element = 0; element < profile.Elements.Length; element++)
            {
                SetState(station, element, random, changes);
            }

            reference.StandardInput.WriteLine(JsonSerializer.Serialize(changes));
            reference.StandardInput.Flush();
            engine.Recompute();

            using var expected = JsonDocument.Parse(reference.StandardOutput.ReadLine()!);
            for (int element = 0; element < profile.Elements.Length; element++)
            {
                ElementLook look = engine.ReadElement(element);
                JsonElement row = expected.RootElement[element];
                string? text = row[0].GetString();
                Assert.Equal(
                    (profile.Elements[element].Tag, text, Number(row[1]), Number(row[2]), Number(row[3]), row[4].GetBoolean()),
                    (profile.Elements[element].Tag, look.Text.IsNothing ? null : look.Text.ToString(), look.Fill, look.Stroke, look.Mark,
                        look.Error is not null));
                if (look.Error is not null)
                {
                    errors++;
                }
            }
        }

        reference.StandardInput.Close();
        Assert.True(errors > 0, "no formula ever failed: the inputs are too tame");
    }

    private static double? Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static void SetDigital(FormulaEngine engine, string tag, Random random, int set, List<object> changes)
    {
        if (set > 0 && random.Next(8) > 0)
        {
            return;
        }

        (int value, int q) = (random.Next(2), random.Next(2));
        engine.SetPoint(engine.FindDigital(tag), value, q, QualityState.Good);
        changes.Add(new object[] { "di", tag, new Dictionary<string, int> { ["value"] = value, ["q"] = q } });
    }

    private static void SetAnalog(FormulaEngine engine, string tag, Random random, int set, List<object> changes)
    {
        if (set > 0 && random.Next(4) > 0)
        {
            return;
        }
        // Counts, sometimes none, like those of a defective transducer.
        (int value, int q) = (random.Next(5) == 0 ? 0 : random.Next(1 << 14), random.Next(4) == 0 ? 1 : 0);
        engine.SetPoint(engine.FindAnalog(tag), value, q, QualityState.Good);
        using var real = JsonDocument.Parse($"{value}.0");
        var values = new Dictionary<string, JsonElement>
        {
            ["value"] = real.RootElement.Clone(),
            ["q"] = JsonSerializer.SerializeToElement(q),
        };
        changes.Add(new object[] { "ai", tag, values });
    }

    /// <summary>What an operator sets by hand: a state, and now and then something that is none.</summary>
    private static void SetState(Station station, int element, Random random, List<object> changes)
    {
        Element row = station.Profile.Elements[element];
        if (station.Engine.IsSetByFormula(element, ElementAttribute.Text) || row.Text is not ("0.0" or "1.0") || random.Next(10) > 0)
        {
            return;
        }

        FormulaValue value = random.Next(40) == 0 ? FormulaValue.FromText("?") : FormulaValue.FromWhole(random.Next(2));
        station.Engine.SetElement(element, ElementAttribute.Text, value);
        object text = value.IsText ? "?" : value.Number();
        changes.Add(
            new object[] { "eg", row.Tag, new Dictionary<string, object> { ["text"] = text is double number ? (int)number : text } });
    }
}
