using BenchmarkDotNet.Attributes;
using Edge.Domain;
using Edge.Formulas;
using Edge.Formulas.Values;

namespace Edge.Benchmarks;

/// <summary>
/// The 143 formulas of a real workbook: this engine, a general evaluator of C# and a straightforward tree walk, in one run.
/// </summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class RealFormulaBenchmarks
{
    private Profile _profile = null!;
    private FormulaEngine _engine = null!;
    private TreeWalk _tree = null!;
    private CSharpFormulas _csharp = null!;
    private int[] _states = [];
    private string[] _names = [];
    private int[] _slots = [];
    private int _one;
    private int _turn;
    private object[] _boxed = [];

    /// <summary>Builds all three and holds them against each other.</summary>
    [GlobalSetup]
    public void Build()
    {
        _profile = RealStation.Import();
        _engine = FormulaEngine.Build(_profile);
        _tree = new TreeWalk(_profile);
        _csharp = new CSharpFormulas(_profile);
        _states = RealStation.States(_profile, _engine);
        _one = _engine.FindAnalog("E42PA_05");
        _names =
        [
            .. _profile.Digitals.Select(d => $"di.{d.Tag}.value"), .. _profile.Analogs.Select(a => $"ai.{a.Tag}.value"),
            .. _profile.Analogs.Select(a => $"ai.{a.Tag}.q"), .. _states.Select(i => $"eg.{_profile.Elements[i].Tag}.text"),
        ];
        _slots = [.. _names.Select(_csharp.SlotOf)];
        _boxed = [0.0, 1.0];
        for (int turn = 0; turn < 2; turn++)
        {
            long before = _engine.Evaluations;
            int elements = ByEngine(turn);
            int tree = ByTree(turn);
            int csharp = ByCSharp(turn);
            Console.WriteLine(
                $"// {_engine.Evaluations - before} of {_profile.Formulas.Length} formulas, {elements} "
                + $"elements; the tree walk took {tree} rounds, C# {csharp}");
            Agree();
        }
    }

    /// <summary>Every point and every state that an operator sets changed: all that can depend on anything.</summary>
    [Benchmark(Baseline = true)]
    public int Everything() => ByEngine(++_turn & 1);

    /// <summary>One measurement changed: the power of a line, and what is computed from it.</summary>
    [Benchmark]
    public int OneInput()
    {
        _engine.SetPoint(_one, 1000 + (++_turn & 1), 0, QualityState.Good);
        return _engine.Recompute().Length;
    }

    /// <summary>The same as <see cref="Everything"/> by a general evaluator of C#.</summary>
    [Benchmark]
    public int EverythingByCSharp() => ByCSharp(++_turn & 1);

    /// <summary>The same as <see cref="Everything"/> by a tree walk.</summary>
    [Benchmark]
    public int EverythingByTree() => ByTree(++_turn & 1);

    private int ByEngine(int turn)
    {
        for (int i = 0; i < _profile.Digitals.Length; i++)
        {
            _engine.SetPoint(i, turn, 0, QualityState.Good);
        }

        for (int i = 0; i < _profile.Analogs.Length; i++)
        {
            _engine.SetPoint(_profile.Digitals.Length + i, Count(i, turn), turn, QualityState.Good);
        }

        foreach (int element in _states)
        {
            _engine.SetElement(element, ElementAttribute.Text, FormulaValue.FromWhole(turn));
        }

        return _engine.Recompute().Length;
    }

    private int ByCSharp(int turn)
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            _csharp.Set(_slots[i], Input(i, turn));
        }

        return _csharp.Settle();
    }

    private int ByTree(int turn)
    {
        for (int i = 0; i < _names.Length; i++)
        {
            double value = Input(i, turn);
            _tree.Set(_names[i], value is 0 or 1 ? _boxed[(int)value] : value);
        }

        return _tree.Settle();
    }

    private double Count(int analog, int turn) =>
        turn == 0 ? _profile.Analogs[analog].InitialRaw : _profile.Analogs[analog].InitialRaw + 1 + analog;

    private double Input(int index, int turn)
    {
        int analog = index - _profile.Digitals.Length;
        return analog >= 0 && analog < _profile.Analogs.Length ? Count(analog, turn) : turn;
    }

    private void Agree()
    {
        for (int i = 0; i < _profile.Elements.Length; i++)
        {
            ElementLook look = _engine.ReadElement(i);
            string tag = _profile.Elements[i].Tag;
            foreach ((string name, int? mine) in new[] { ($"eg.{tag}.fill", look.Fill), ($"eg.{tag}.stroke", look.Stroke) })
            {
                double? csharp = double.IsNaN(_csharp[name]) ? null : _csharp[name];
                if (csharp != mine || (double?)_tree[name] != mine)
                {
                    throw new InvalidOperationException($"{name}: the engine gives {mine}, C# {csharp}, the tree walk {_tree[name]}.");
                }
            }
        }
    }
}

/// <summary>A hundred thousand formulas: how long a gateway takes to load them.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class ManyFormulasBenchmarks
{
    private const int Elements = 25_000;
    private Profile _profile = null!;

    /// <summary>Formulas as people write them: measurements, chains along a feeder, colours.</summary>
    [GlobalSetup]
    public void Make()
    {
        _profile = new Profile
        {
            Hash = "",
            Ieds = [],
            Digitals =
            [
                .. Enumerable.Range(0, Elements).Select(i => new DigitalPoint($"D{i}", "", new MaraInput(0, 1, 1, 0, 0), false, 0, null)),
            ],
            Analogs =
            [
                .. Enumerable.Range(0, Elements)
                .Select(i => new AnalogPoint($"A{i}", "", "kW", new MaraChannel(0, 1, 1, 0), 0.5, null, null, null, 1)),
            ],
            Elements = [.. Enumerable.Range(0, Elements).Select(i => new Element($"E{i}", "", null, 1, 1, null, null, false))],
            Formulas = [.. Enumerable.Range(0, Elements * 4).Select(Formula)],
            Colours = [.. Enumerable.Range(0, 13).Select(i => new PaletteColour(i, "", "#000000", ""))],
            Screens = [],
            StateTexts = [],
        };
        if (FormulaEngine.Build(_profile).Findings.Length > 0)
        {
            throw new InvalidOperationException("The formulas are to be good ones.");
        }
    }

    /// <summary>Parses, checks, compiles and orders all of them.</summary>
    [Benchmark]
    public FormulaEngine Load() => FormulaEngine.Build(_profile);

    private static FormulaRow Formula(int row)
    {
        int i = row / 4;
        int before = Math.Max(0, i - 1);
        return (row % 4) switch
        {
            0 =>
                new(
                    $"E{i}", ElementAttribute.Text,
                    $"str(RAIZ(ai.A{i}.value*ai.A{i}.value+ai.A{before}.value*ai.A{before}.value)*ai.A{i}.escala)", row + 2),
            1 =>
                new(
                    $"E{i}", ElementAttribute.Fill,
                    $"SI(di.D{i}.value,si(float(eg.E{i}.text)>0.1,2,3),si(O(ai.A{i}.q,ai.A{before}.q),6,10))", row + 2),
            2 =>
                new(
                    $"E{i}", ElementAttribute.Stroke, i % 50 == 0 ? $"SI(di.D{i}.value,2,3)" : $"SI(di.D{i}.value,eg.E{before}.stroke,12)",
                    row + 2),
            _ => new($"E{i}", ElementAttribute.Mark, $"di.D{i}.value and ai.A{i}.q = 0", row + 2),
        };
    }
}
