using System.Text.RegularExpressions;
using DynamicExpresso;
using Edge.Domain;

namespace Edge.Benchmarks;

/// <summary>
/// The formulas of the real workbook by a general evaluator of C# expressions (DynamicExpresso): each is rewritten as C# over an array of
/// doubles and compiled once; all of them in the order of the sheet, again until nothing changes. Texts of numbers stay numbers, so it does
/// less. The one formula with lambdas calls a loop written in C#.
/// </summary>
internal sealed partial class CSharpFormulas
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly List<double> _first = [];
    private readonly double[] _values;
    private readonly (int Target, Func<double[], double> Compute)[] _formulas;

    public CSharpFormulas(Profile profile)
    {
        List<(int Text, int Mark)> rows = [];
        foreach (Element e in profile.Elements)
        {
            rows.Add(
                (
                    Slot($"eg.{e.Tag}.text", double.TryParse(e.Text, out double number) ? number : double.NaN),
                    Slot($"eg.{e.Tag}.mark", e.Mark)));
            _ = Slot($"eg.{e.Tag}.fill", e.Fill);
            _ = Slot($"eg.{e.Tag}.stroke", e.Stroke);
        }

        foreach (AnalogPoint a in profile.Analogs)
        {
            _ = Slot($"ai.{a.Tag}.value", a.InitialRaw) + Slot($"ai.{a.Tag}.q", 0) + Slot($"ai.{a.Tag}.escala", a.Scale);
        }

        foreach (DigitalPoint d in profile.Digitals)
        {
            _ = Slot($"di.{d.Tag}.value", 0) + Slot($"di.{d.Tag}.q", 0);
        }

        var interpreter = new Interpreter();
        _ = interpreter.SetFunction("SI", (Func<double, double, double, double>)((c, a, b) => c != 0 ? a : b));
        _ = interpreter.SetFunction("SI", (Func<bool, double, double, double>)((c, a, b) => c ? a : b));
        _ = interpreter.SetFunction("O", (Func<double, double, double>)((a, b) => a != 0 ? a : b));
        _ = interpreter.SetFunction("O", (Func<double, double, double, double>)((a, b, c) => a != 0 ? a : b != 0 ? b : c));
        _ = interpreter.SetFunction("RAIZ", (Func<double, double>)Math.Sqrt);
        _ = interpreter.SetFunction("str", (Func<double, double>)(a => a));
        _ = interpreter.SetFunction("Int", (Func<double, double>)Math.Truncate);
        _ = interpreter.SetFunction("MARKED", (Func<double[], double>)(v => rows.Where(row => v[row.Mark] == 1).Sum(row => v[row.Text])));
        _formulas = [.. profile.Formulas.Select(f => (
            _slots[$"eg.{f.Tag}.{f.Attribute.ToString().ToLowerInvariant()}"],
            interpreter.ParseAsDelegate<Func<double[], double>>(Rewrite(f.Expression), "V")))];
        _values = [.. _first];
    }

    public double this[string name]
    {
        get => _values[_slots[name]];
        set => _values[_slots[name]] = value;
    }

    public int SlotOf(string name) => _slots[name];

    public void Set(int slot, double value) => _values[slot] = value;

    /// <summary>Evaluates everything until nothing changes.</summary>
    /// <returns>How many rounds it took.</returns>
    public int Settle()
    {
        for (int round = 1; ; round++)
        {
            bool changed = false;
            foreach ((int target, Func<double[], double> compute) in _formulas)
            {
                double value = compute(_values);
                changed |= !value.Equals(_values[target]);
                _values[target] = value;
            }

            if (!changed)
            {
                return round;
            }
        }
    }

    private string Rewrite(string formula)
    {
        string text = Lambdas().Replace(formula, "MARKED(V)");
        text = Path().Replace(text, path => $"V[{_slots[path.Value]}]");
        text = Or().Replace(text, "O($1,$2)");
        text = Equality().Replace(text, "==");
        text = text.Replace("si(", "SI(", StringComparison.Ordinal).Replace("int(", "Int(", StringComparison.Ordinal)
            .Replace("float(", "str(", StringComparison.Ordinal);
        return Whole().Replace(text, "$1.0");
    }

    private int Slot(string name, double? value)
    {
        _slots.Add(name, _first.Count);
        _first.Add(value ?? double.NaN);
        return _first.Count - 1;
    }

    [GeneratedRegex(@"SUMA\(APLICAR\(.*eg\)\)\)")]
    private static partial Regex Lambdas();

    [GeneratedRegex(@"\b(?:eg|ai|di)\.\w+\.\w+")]
    private static partial Regex Path();

    [GeneratedRegex(@"\(([^()]*) or ([^()]*)\)")]
    private static partial Regex Or();

    [GeneratedRegex("(?<![<>=!])=(?!=)")]
    private static partial Regex Equality();

    // A whole number of C# would be an int; indices stay as they are.
    [GeneratedRegex(@"(?<![\w\[.])(\d+)(?![\w.\]])")]
    private static partial Regex Whole();
}
