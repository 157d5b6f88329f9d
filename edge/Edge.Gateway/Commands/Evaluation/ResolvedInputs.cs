using Edge.Domain;
using Edge.Formulas;
using Edge.Formulas.Values;

namespace Edge.Gateway.Commands.Evaluation;

/// <summary>The inputs of one evaluation by row: a value that is not set stays the first value of the workbook, of good quality.</summary>
internal sealed class ResolvedInputs
{
    private const int LargestQuality = 255;

    private readonly Profile _profile;
    private readonly (double Value, int Q)[] _digitals;
    private readonly (double Value, int Q)[] _analogs;
    private readonly Dictionary<int, double> _scales = [];
    private readonly Dictionary<(int Element, ElementAttribute Attribute), FormulaValue> _elements = [];
    private readonly Dictionary<(string, ElementAttribute), int> _formulas = [];

    public ResolvedInputs(Profile profile)
    {
        _profile = profile;
        _digitals = [.. profile.Digitals.Select(point => ((double)point.InitialState, 0))];
        _analogs = [.. profile.Analogs.Select(point => (double.IsFinite(point.InitialRaw) ? point.InitialRaw : 0, 0))];
        foreach (FormulaRow formula in profile.Formulas)
        {
            _ = _formulas.TryAdd((formula.Tag, formula.Attribute), formula.Row);
        }
    }

    /// <summary>Applies one input.</summary>
    /// <returns>What is wrong with its value, or null.</returns>
    public Phrase? Set(InputPath path, FormulaValue value) => (path.Table, path.Attribute) switch
    {
        ("eg", _) => SetElement(path, value),
        ("ai", "escala") => SetScale(path.Index, value),
        (_, "q") => SetQ(path, value),
        ("ai", _) => SetAnalog(path.Index, value),
        _ => SetDigital(path.Index, value),
    };

    /// <summary>The profile with the scales that were set.</summary>
    public Profile Profile => _scales.Count == 0 ? _profile : _profile with
    {
        Analogs = [.. _profile.Analogs.Select(
            (point, row) => _scales.TryGetValue(row, out double scale) ? point with { Scale = scale } : point)],
    };

    /// <summary>Sets all values in an engine that was built from <see cref="Profile"/>.</summary>
    public void Apply(FormulaEngine engine)
    {
        Apply(engine, _digitals, 0);
        Apply(engine, _analogs, _digitals.Length);
        foreach (((int element, ElementAttribute attribute), FormulaValue value) in _elements)
        {
            engine.SetElement(element, attribute, value);
        }
    }

    // A point with a q above 0 keeps its quality good here: the formula decides what it shows, and its own errors must be visible.
    private static void Apply(FormulaEngine engine, (double Value, int Q)[] points, int firstHandle)
    {
        for (int i = 0; i < points.Length; i++)
        {
            engine.SetPoint(firstHandle + i, points[i].Value, points[i].Q, QualityState.Good);
        }
    }

    private Phrase? SetDigital(int row, FormulaValue value)
    {
        double number = InputValue.Number(value, whole: true, 1, out Phrase? mistake);
        _digitals[row].Value = number;
        return mistake;
    }

    private Phrase? SetAnalog(int row, FormulaValue value)
    {
        double number = InputValue.Number(value, whole: false, 0, out Phrase? mistake);
        _analogs[row].Value = number;
        return mistake;
    }

    private Phrase? SetScale(int row, FormulaValue value)
    {
        _scales[row] = InputValue.Number(value, whole: false, 0, out Phrase? mistake);
        return mistake;
    }

    private Phrase? SetQ(InputPath path, FormulaValue value)
    {
        double number = InputValue.Number(value, whole: true, LargestQuality, out Phrase? mistake);
        if (mistake is null)
        {
            (path.Table == "ai" ? _analogs : _digitals)[path.Index].Q = (int)number;
        }

        return mistake;
    }

    private Phrase? SetElement(InputPath path, FormulaValue value)
    {
        ElementAttribute attribute = path.Attribute switch
        {
            "text" => ElementAttribute.Text,
            "fill" => ElementAttribute.Fill,
            "stroke" => ElementAttribute.Stroke,
            _ => ElementAttribute.Mark,
        };
        Phrase? mistake = null;
        if (attribute != ElementAttribute.Text && !value.IsNothing)
        {
            _ = InputValue.Number(value, attribute != ElementAttribute.Mark, int.MaxValue, out mistake);
        }

        if (mistake is null && _formulas.TryGetValue((_profile.Elements[path.Index].Tag, attribute), out int row))
        {
            mistake = $"the formula in row {row} of the sheet formulas sets it: set what that formula reads";
        }

        _elements[(path.Index, attribute)] = value;
        return mistake;
    }
}
