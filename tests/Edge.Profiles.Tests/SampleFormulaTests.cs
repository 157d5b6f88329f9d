using Edge.Domain;
using Edge.Formulas;
using Edge.Formulas.Values;

namespace Edge.Profiles.Tests;

/// <summary>The formulas of the sample, at work on its own points: what an operator sees in the states that matter.</summary>
public sealed class SampleFormulaTests
{
    private const int Ochre = 1;
    private const int Violet = 2;
    private const int Neutral = 3;
    private const int Yellow = 4;
    private const int Blue = 5;
    private const int Red = 6;
    private const int Turquoise = 9;
    private const int Black = 10;
    private const int Green = 11;
    private const int Dead = 12;

    private readonly Profile _profile;
    private readonly FormulaEngine _engine;

    public SampleFormulaTests()
    {
        _profile = ProfileImporter.Import(
            Path.Combine(Places.Root, "deploy", "sample", "los-alamos.xlsx"), new ProfileImportOptions()).Profile!;
        _engine = FormulaEngine.Build(_profile);
        foreach (DigitalPoint point in _profile.Digitals)
        {
            bool usual = point.Tag.StartsWith("LA179_", StringComparison.Ordinal)
                || point.Tag.StartsWith("LA1RES", StringComparison.Ordinal)
                || point.Tag.StartsWith("LA1TEL", StringComparison.Ordinal);
            bool closed = point.AlarmKind == 2 && point.Tag != "LA152C00" && !point.Tag.StartsWith("LA189T", StringComparison.Ordinal);
            Digital(point.Tag, usual || closed ? 1 : 0);
        }

        foreach (AnalogPoint point in _profile.Analogs)
        {
            Analog(point.Tag, point.InitialRaw);
        }

        _ = _engine.Recompute();
    }

    [Fact]
    public void Every_formula_compiles_and_nothing_goes_round_in_a_circle()
    {
        Assert.Empty(_engine.Findings);
        Assert.All(Enumerable.Range(0, _profile.Elements.Length), element => Assert.Null(_engine.ReadElement(element).Error));
    }

    [Fact]
    public void In_the_normal_state_only_the_coupler_is_open_and_nothing_is_red()
    {
        foreach (Element element in _profile.Elements)
        {
            ElementLook look = Look(element.Tag);
            Assert.True(look.Quality.IsGood, element.Tag);
            Assert.NotEqual(Red, look.Fill);
            Assert.NotEqual(Yellow, look.Fill);
        }

        Assert.Equal((Blue, "FS"), (Look("LA152C00").Fill, Words("LA1TEC00")));
        Assert.Equal(
            (Violet, Ochre, Ochre, Turquoise, Blue),
            (Look("LA2BAR00").Stroke, Look("LA1BAR01").Stroke, Look("LA1BAR02").Stroke, Look("LAABAR01").Stroke, Look("LACBAR01").Stroke));
        Assert.Equal((Violet, Ochre), (Look("LA2TT_01").Stroke, Look("LA1TT_02").Stroke));
        Assert.Equal(
            (Ochre, Ochre, "ES", Black), (Look("LA152B08").Fill, Look("LA1TCT08").Stroke, Words("LA1TEC08"), Look("LA1TEC08").Fill));
        Assert.Equal(Green, Look("LA2ETT00").Fill);
        Assert.Equal(Violet, Look("VS2LIN01").Stroke);
    }

    [Fact]
    public void Measurements_stand_in_the_units_of_the_drawing()
    {
        // 3761 x 0.0088 kV; 770 x 2 kW; 1932 x 4 kW as MW.
        Assert.Equal(33.0968, Number("LA2VV_00"), 6);
        Assert.Equal(1540, Number("LA1PA_01"), 6);
        Assert.Equal(7.728, Number("LA1PAT01"), 6);
        // S = 2 x root(770² + 230²) = 1607.23 kVA; U = 3789 x 0.0035 = 13.2615 kV; I = S / (1.73 U).
        Assert.Equal(70.056, Number("LA1II_01"), 2);
        // 7.728 + 6.46 MW, 2.6 + 2.32 Mvar.
        Assert.Equal(14.188, Number("LA1PTO00"), 6);
        Assert.Equal(0.9448, Number("LA1FPO00"), 3);
    }

    [Fact]
    public void A_trip_shows_red_at_the_relay_the_breaker_and_the_station_on_the_map()
    {
        // What the gateway does when a protection goes active: docs/operator-state.md. The relay itself is back long before anybody looks.
        Mark("LA151_03");
        Mark("LA152B03");
        Digital("LA152B03", 0);
        _ = _engine.Recompute();
        Assert.Equal((Red, Red, "DISP"), (Look("LA151_03").Fill, Look("LA152B03").Fill, Words("LA1TEC03")));
        Assert.Equal((Ochre, Dead), (Look("LA189B03").Stroke, Look("LA1TCT03").Stroke));
        Assert.Equal((Neutral, Ochre), (Look("LA151_04").Fill, Look("LA152B04").Fill));
        Assert.Equal(Red, Look("LA2ETT00").Fill);
    }

    [Fact]
    public void A_breaker_opened_by_hand_is_blue_and_an_earthed_feeder_says_so()
    {
        Digital("LA152B05", 0);
        Digital("LA189B05", 0);
        Digital("LA189T05", 1);
        _ = _engine.Recompute();
        Assert.Equal((Blue, Dead, "PAT"), (Look("LA152B05").Fill, Look("LA189B05").Stroke, Words("LA1TEC05")));
        Assert.Equal(Green, Look("LA2ETT00").Fill);
    }

    [Fact]
    public void A_dead_bar_takes_the_colour_from_everything_that_hangs_on_it()
    {
        Analog("LA1VV_01", 0);
        Digital("LA152T01", 0);
        _ = _engine.Recompute();
        Assert.Equal(
            (Dead, Dead, Dead, Dead), (Look("LA1BAR01").Stroke, Look("LA189B01").Stroke, Look("LA152B01").Fill, Look("LA1TCT01").Stroke));
        Assert.Equal((0, Ochre), (Number("LA1II_01"), Look("LA1BAR02").Stroke));
    }

    [Fact]
    public void A_measurement_that_cannot_be_trusted_turns_grey()
    {
        _engine.SetPoint(_engine.FindAnalog("LA1PA_02"), 0, 1, new QualityState(Quality.Bad, QualityReason.Source));
        _ = _engine.Recompute();
        Assert.Equal((0, 0, Black), (Look("LA1PA_02").Fill, Look("LA1II_02").Fill, Look("LA1PR_02").Fill));
    }

    private void Digital(string tag, int state) => _engine.SetPoint(_engine.FindDigital(tag), state, 0, QualityState.Good);

    private void Analog(string tag, double raw) => _engine.SetPoint(_engine.FindAnalog(tag), raw, 0, QualityState.Good);

    private void Mark(string tag) => _engine.SetElement(IndexOf(tag), ElementAttribute.Text, FormulaValue.FromText("1"));

    private ElementLook Look(string tag) => _engine.ReadElement(IndexOf(tag));

    private int IndexOf(string tag) => Enumerable.Range(0, _profile.Elements.Length).Single(i => _profile.Elements[i].Tag == tag);

    private string Words(string tag) => Look(tag).Text.ToString()!;

    private double Number(string tag)
    {
        Assert.True(Look(tag).Text.TryGetNumber(out double number), tag);
        return number;
    }
}
