using System.Collections.Immutable;
using System.Diagnostics;
using Edge.Domain;
using Edge.Formulas;
using Edge.Formulas.Findings;

namespace Edge.Fuzz;

/// <summary>
/// Formulas over a small station, some at a time: each is a finding with its place, or gives a value or an error; nothing throws, nothing
/// runs away, and when all is settled evaluating again changes nothing.
/// </summary>
public sealed class FormulasTarget : FuzzTarget
{
    private const int Elements = 8;
    private const int Batch = Elements * 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FormulaGrammar _grammar;
    private readonly List<FormulaRow> _rows = [];

    /// <summary>Makes the target.</summary>
    public FormulasTarget() => _grammar = new FormulaGrammar(Dice, Corpus.Formulas());

    /// <inheritdoc/>
    public override string Name => "formulas";

    /// <summary>How many could be computed, so that a run that only ever made nonsense is seen.</summary>
    public long Computed { get; private set; }

    /// <inheritdoc/>
    public override void Finish()
    {
        if (_rows.Count > 0)
        {
            Evaluate();
        }
    }

    /// <inheritdoc/>
    protected override void Check()
    {
        int row = _rows.Count;
        _rows.Add(new FormulaRow($"E{row / 4}", (ElementAttribute)(row % 4), _grammar.Next(), row + 2));
        if (_rows.Count == Batch)
        {
            Evaluate();
        }
    }

    /// <inheritdoc/>
    protected override string Describe() =>
        "one of these, which were evaluated together:\n" + string.Join(
            '\n', _rows.Select(row => $"  {row.Tag}.{row.Attribute} = {row.Expression}"));

    private void Evaluate()
    {
        long began = Stopwatch.GetTimestamp();
        Profile profile = Station([.. _rows]);
        FormulaEngine engine = FormulaEngine.Build(profile);
        foreach (FormulaFinding finding in engine.Findings)
        {
            int length = finding.Row == 0 ? int.MaxValue : _rows[finding.Row - 2].Expression.Length;
            Holds(!finding.Message.IsEmpty && finding.Column >= 0 && finding.Column <= length + 1 && finding.Length >= 0
                && finding.Column + finding.Length <= (long)length + 2, $"the place of a finding lies in its formula: {finding}");
        }

        for (int turn = 0; turn < 3; turn++)
        {
            Set(engine, turn);
            _ = engine.Recompute();
            for (int element = 0; element < Elements; element++)
            {
                ElementLook look = engine.ReadElement(element);
                Holds(look.Text.ToString().Length <= 8192, "a text has a bound");
                Holds(look.Fill is null or >= 0 && look.Stroke is null or >= 0, "a colour is an index");
                Holds(look.Mark is null || double.IsFinite(look.Mark.Value), "a mark is a number");
                Holds((look.Error is null) == (look.ErrorCode == FormulaCode.None), "an error has a code");
                Holds(look.Error is null || look.Quality.Level == Quality.Bad, "an error is bad");
            }

            Holds(engine.Recompute().Length == 0, "what is settled stays so");
        }

        Computed += engine.Evaluations;
        Holds(Stopwatch.GetElapsedTime(began) < Patience, $"{Batch} formulas take no {Patience.TotalSeconds} s");
        _rows.Clear();
    }

    private static void Set(FormulaEngine engine, int turn)
    {
        for (int point = 0; point < 4; point++)
        {
            var quality = turn == 2 && point == 1 ? new QualityState(Quality.Stale, QualityReason.LinkDown) : QualityState.Good;
            engine.SetPoint(point, point < 2 ? turn & 1 : turn * 12.5 * point, quality.IsGood ? 0 : 1, quality);
        }
    }

    private static Profile Station(ImmutableArray<FormulaRow> formulas) => new()
    {
        Hash = "",
        Ieds = [],
        Digitals = [Digital("D0"), Digital("D1")],
        Analogs = [Analog("A0"), Analog("A1")],
        Elements =
        [
            .. Enumerable.Range(0, Elements)
            .Select(i => new Element($"E{i}", "", i % 3 == 0 ? "33.2" : i % 3 == 1 ? "ES" : null, i, 1, i % 2, null, false)),
        ],
        Formulas = formulas,
        Colours = [],
        Screens = [],
        StateTexts = [],
    };

    private static DigitalPoint Digital(string tag) => new(tag, "", new MaraInput(0, 1, 1, 0, 0), false, 0, null);

    private static AnalogPoint Analog(string tag) => new(tag, "", "", new MaraChannel(0, 1, 1, 0), 0.5, null, null, null, 3);
}
