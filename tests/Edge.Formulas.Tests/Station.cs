using Edge.Domain;

namespace Edge.Formulas.Tests;

/// <summary>A small profile, written down line by line, and the engine that it makes.</summary>
internal sealed class Station
{
    private readonly List<Element> _elements = [];
    private readonly List<DigitalPoint> _digitals = [];
    private readonly List<AnalogPoint> _analogs = [];
    private readonly List<FormulaRow> _formulas = [];
    private readonly List<PaletteColour> _colours = [];
    private FormulaEngine? _engine;

    public FormulaEngine Engine => _engine ??= FormulaEngine.Build(Profile);

    public Profile Profile => new()
    {
        Hash = "",
        Ieds = [],
        Digitals = [.. _digitals],
        Analogs = [.. _analogs],
        Elements = [.. _elements],
        Formulas = [.. _formulas],
        Colours = [.. _colours],
        Screens = [],
        StateTexts = [],
    };

    public Station Element(
        string tag, string? text = null, int? fill = null, int? stroke = null, double? mark = null, bool disabled = false)
    {
        _elements.Add(new(tag, "", text, fill, stroke, mark, null, disabled));
        return this;
    }

    public Station Digital(string tag)
    {
        _digitals.Add(new(tag, "", new MaraInput(0, 1, 1, 0, 0), false, 0, null));
        return this;
    }

    public Station Analog(string tag, double scale = 1, double initial = 0)
    {
        _analogs.Add(new(tag, "", "", new MaraChannel(0, 1, 1, 0), scale, null, null, null, initial));
        return this;
    }

    public Station Colour(int index)
    {
        _colours.Add(new(index, "", "#000000", ""));
        return this;
    }

    /// <summary>A formula in the next row of the sheet, the first in row 2 as below a heading.</summary>
    public Station Formula(string tag, ElementAttribute attribute, string expression, int? row = null)
    {
        _formulas.Add(new(tag, attribute, expression, row ?? _formulas.Count + 2));
        return this;
    }

    public Station Text(string tag, string expression) => Formula(tag, ElementAttribute.Text, expression);

    public Station Fill(string tag, string expression) => Formula(tag, ElementAttribute.Fill, expression);

    public Station Stroke(string tag, string expression) => Formula(tag, ElementAttribute.Stroke, expression);

    public Station Mark(string tag, string expression) => Formula(tag, ElementAttribute.Mark, expression);

    public Station Set(string tag, double value, Quality quality = Quality.Good, int q = 0)
    {
        int handle = Engine.FindDigital(tag) is var digital and >= 0 ? digital : Engine.FindAnalog(tag);
        QualityReason reason = quality == Quality.Good ? QualityReason.None : QualityReason.NoAnswer;
        Engine.SetPoint(handle, value, q, new(quality, reason));
        return this;
    }

    public ElementLook Look(string tag) => Engine.ReadElement(_elements.FindIndex(element => element.Tag == tag));

    public int Index(string tag) => _elements.FindIndex(element => element.Tag == tag);

    /// <summary>The tags that changed, sorted.</summary>
    public string[] Changed()
    {
        ReadOnlySpan<int> changed = Engine.Recompute();
        var tags = new List<string>();
        foreach (int index in changed)
        {
            tags.Add(_elements[index].Tag);
        }

        return [.. tags.Order()];
    }

    /// <summary>The look of an element whose text is this formula, with a few points and elements to read.</summary>
    public static ElementLook Evaluate(string expression)
    {
        Station station = new Station()
            .Digital("ON").Digital("OFF")
            .Analog("V", scale: 0.5, initial: 3).Analog("ZERO")
            .Element("R").Element("NAME", text: "Barra").Element("NUMERIC", text: "33.2", fill: 3, stroke: 2, mark: 1)
            .Element("WHOLE", text: "7", mark: 1).Element("EMPTY", mark: 2).Element("REAL", text: "0.0")
            .Element("SHOWN")
            .Text("R", expression)
            .Text("SHOWN", "str(ai.V.value * ai.V.escala)");
        station.Set("ON", 1).Set("OFF", 0).Set("V", 66.36).Set("ZERO", 0, q: 2);
        station.Engine.Recompute();
        return station.Look("R");
    }
}
