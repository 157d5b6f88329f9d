using System.Collections.Immutable;
using Edge.Domain;
using Edge.Formulas.Compile;
using Edge.Formulas.Findings;
using Edge.Formulas.Graph;
using Edge.Formulas.Language;
using Edge.Formulas.Run;
using Edge.Formulas.Values;

namespace Edge.Formulas;

/// <summary>
/// The formulas of one profile, compiled, with the values that they read and set. Only what depends on a change is evaluated, in an
/// order in which a chain settles in one pass. Not thread-safe: one owner, the pipeline's loop.
/// </summary>
public sealed partial class FormulaEngine
{
    private const int NoFormula = -1;
    private const int BrokenFormula = -2;

    private readonly Profile _profile;
    private readonly Symbols _symbols;
    private readonly Program _program;
    private readonly DependencyGraph _graph;
    private readonly Evaluator _evaluator;
    private readonly Dictionary<int, FormulaFinding> _broken;
    private readonly Dictionary<int, string> _soleAnalogs;

    // By slot.
    private readonly FormulaValue[] _values;
    private readonly byte[] _levels;

    // By slot of an element: the rank of the formula that sets it.
    private readonly int[] _ranks;

    private FormulaEngine(EngineBuilder builder)
    {
        _symbols = builder.Symbols;
        _profile = _symbols.Profile;
        _program = builder.Program;
        _graph = builder.Graph;
        _broken = builder.Broken;
        _soleAnalogs = builder.SoleAnalogs;
        Findings = builder.Findings;
        _values = new FormulaValue[_symbols.Slots];
        _levels = new byte[_symbols.Slots];
        _ranks = new int[_symbols.PointBase];
        _evaluator = new(_program, _values, _levels);
        _dirty = new(_graph.Order.Length);
        _faults = new Fault[_graph.Order.Length];
        int longest = _graph.Cycles.Count == 0 ? 0 : _graph.Cycles.Max(cycle => cycle.End - cycle.First);
        _before = new Snapshot[longest];
        _waiting = new(_graph.Order.Length);
        _changed = new int[_profile.Elements.Length];
        _changes = new Change[_profile.Elements.Length];
        _verdicts = new Verdict[_profile.Elements.Length];
        SetInitialValues();
    }

    /// <summary>What was found in the formulas, in the order of the sheet.</summary>
    public ImmutableArray<FormulaFinding> Findings { get; }

    /// <summary>How many formulas have been evaluated since the engine was built.</summary>
    public long Evaluations { get; private set; }

    /// <summary>
    /// Compiles all formulas. A formula that cannot be compiled is a finding and makes its attribute bad; nothing is thrown for it.
    /// </summary>
    /// <param name="profile">The profile.</param>
    public static FormulaEngine Build(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return new(new EngineBuilder(profile));
    }

    /// <summary>The handle of a digital point, or -1 when no digital point has this tag.</summary>
    /// <param name="tag">The tag, in its exact case.</param>
    public int FindDigital(string tag) => _symbols.FindRow(FormulaTable.Digitals, tag);

    /// <summary>The handle of an analogue point, or -1 when no analogue point has this tag.</summary>
    /// <param name="tag">The tag, in its exact case.</param>
    public int FindAnalog(string tag)
    {
        int row = _symbols.FindRow(FormulaTable.Analogs, tag);
        return row < 0 ? -1 : _profile.Digitals.Length + row;
    }

    /// <summary>
    /// Sets what formulas read of a point. A value that is not finite leaves the last one and makes the point bad.
    /// </summary>
    /// <param name="handle">From <see cref="FindDigital"/> or <see cref="FindAnalog"/>.</param>
    /// <param name="value">The state, or the count before the scale.</param>
    /// <param name="q">What formulas read as <c>q</c>: 0 when good.</param>
    /// <param name="quality">How far the value can be trusted.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such handle.</exception>
    public void SetPoint(int handle, double value, int q, QualityState quality)
    {
        if ((uint)handle >= (uint)(_profile.Digitals.Length + _profile.Analogs.Length))
        {
            throw new ArgumentOutOfRangeException(nameof(handle), handle, "No point has this handle.");
        }

        int slot = _symbols.PointBase + (handle * 2);
        Quality level = quality.Level;
        if (!double.IsFinite(value))
        {
            value = _values[slot].Number;
            level = Quality.Bad;
        }

        // A state is a whole number, a measurement a real one, whatever its value is now.
        bool isState = handle < _profile.Digitals.Length && value == Math.Floor(value);
        FormulaValue next = isState ? FormulaValue.Whole(value) : FormulaValue.Real(value);
        if (next != _values[slot] || _levels[slot] != (byte)level)
        {
            _values[slot] = next;
            _levels[slot] = (byte)level;
            MarkReaders(slot);
        }

        FormulaValue mark = FormulaValue.FromWhole(q);
        if (mark == _values[slot + 1])
        {
            return;
        }

        _values[slot + 1] = mark;
        MarkReaders(slot + 1);
    }

    /// <summary>Whether a formula sets this attribute, even one that cannot be computed.</summary>
    /// <param name="element">Index into the profile's elements.</param>
    /// <param name="attribute">The attribute.</param>
    public bool IsSetByFormula(int element, ElementAttribute attribute) => _ranks[SlotOf(element, attribute)] != NoFormula;

    /// <summary>Sets an attribute that no formula sets: what an operator says of the element.</summary>
    /// <param name="element">Index into the profile's elements.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="value">The value: nothing, or for fill and stroke a whole number from 0, for mark a number.</param>
    /// <exception cref="InvalidOperationException">A formula sets this attribute.</exception>
    /// <exception cref="ArgumentException">The attribute cannot hold this value.</exception>
    public void SetElement(int element, ElementAttribute attribute, FormulaValue value)
    {
        int slot = SlotOf(element, attribute);
        if (_ranks[slot] != NoFormula)
        {
            throw new InvalidOperationException($"A formula sets {_symbols.NameOf(slot)}.");
        }

        if (Fit(attribute, ref value) != FormulaCode.None)
        {
            throw new ArgumentException($"{_symbols.NameOf(slot)} cannot be {value}.", nameof(value));
        }

        if (value == _values[slot])
        {
            return;
        }

        _set.TryAdd(slot, _values[slot]);
        _values[slot] = value;
        MarkReaders(slot);
    }

    /// <summary>How an element looks.</summary>
    /// <param name="element">Index into the profile's elements.</param>
    public ElementLook ReadElement(int element)
    {
        int first = SlotOf(element, ElementAttribute.Text);
        Verdict verdict = VerdictOf(element);
        (FormulaCode error, string? message) = ErrorOf(in verdict);
        QualityReason reason = verdict.Slot >= 0 ? QualityReason.FormulaError
            : verdict.Level > Quality.Good ? QualityReason.Source : QualityReason.None;
        FormulaValue mark = _values[first + (int)ElementAttribute.Mark];
        return new(
            _values[first],
            Index(_values[first + (int)ElementAttribute.Fill]),
            Index(_values[first + (int)ElementAttribute.Stroke]),
            mark.IsNothing ? null : mark.Number,
            new(verdict.Level, reason),
            message,
            error);
    }

    /// <summary>
    /// Why the formula of one attribute failed, or null when it did not: in English, with row and column. Says it for a formula that
    /// failed on a value that was bad already too, which <see cref="ReadElement"/> leaves to the source.
    /// </summary>
    /// <param name="element">Index into the profile's elements.</param>
    /// <param name="attribute">The attribute.</param>
    public string? ReadError(int element, ElementAttribute attribute)
    {
        int slot = SlotOf(element, attribute);
        int rank = _ranks[slot];
        if (rank == BrokenFormula)
        {
            return ErrorOf(slot, default).Message;
        }

        if (rank < 0 || _faults[rank].Code == FormulaCode.None)
        {
            return null;
        }

        string message = ErrorOf(slot, _faults[rank]).Message;
        return _faults[rank].FromSource ? $"{message}; a value that it read is bad already" : message;
    }

    /// <summary>
    /// The tag of the analogue point when the text of the element is this point's value times its scale (rounded or not) and nothing
    /// else, so that the point's unit is the element's; otherwise null.
    /// </summary>
    /// <param name="element">Index into the profile's elements.</param>
    public string? FindSoleAnalog(int element) => _soleAnalogs.GetValueOrDefault(element);

    private static int? Index(FormulaValue value) => value.IsNothing ? null : (int)value.Number;

    private int SlotOf(int element, ElementAttribute attribute)
    {
        if ((uint)element >= (uint)_profile.Elements.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(element), element, "No element has this index.");
        }

        if (attribute > ElementAttribute.Mark)
        {
            throw new ArgumentOutOfRangeException(nameof(attribute), attribute, "No such attribute.");
        }

        return (element * Symbols.ElementAttributes) + (int)attribute;
    }

    /// <summary>Words for what failed: made here and not where it fails, because few of them are ever read.</summary>
    private (FormulaCode Code, string? Message) ErrorOf(in Verdict verdict)
    {
        if (verdict.Slot < 0)
        {
            return default;
        }

        string attribute = TableNames.AttributesOf(FormulaTable.Elements)[verdict.Slot % Symbols.ElementAttributes];
        (FormulaCode code, string? message) = ErrorOf(verdict.Slot, verdict.Fault);
        return (code, $"{attribute}: {message}");
    }

    private (FormulaCode Code, string Message) ErrorOf(int slot, in Fault fault)
    {
        if (_ranks[slot] == BrokenFormula)
        {
            FormulaFinding finding = _broken[slot];
            return (finding.Code, $"{finding.Message} (row {finding.Row}, column {finding.Column})");
        }

        int row = _profile.Formulas[_graph.Order[_ranks[slot]].Row].Row;
        string place = fault.Node < 0 ? $"row {row}" : $"row {row}, column {_program.Places[fault.Node].Start + 1}";
        string hint = FormulaMessages.Hint(fault.Code) is { } words ? $"; {words}" : "";
        return (fault.Code, $"{FormulaMessages.Message(fault.Code, [fault.Detail.ToString()])} ({place}){hint}");
    }

    private void SetInitialValues()
    {
        for (int slot = 0; slot < _symbols.PointBase; slot++)
        {
            var attribute = (ElementAttribute)(slot % Symbols.ElementAttributes);
            _values[slot] = InitialValues.Initial(_profile.Elements[slot / Symbols.ElementAttributes], attribute);
        }

        for (int slot = _symbols.PointBase; slot < _symbols.ScaleBase; slot += 2)
        {
            _values[slot] = slot < _symbols.AnalogBase
                ? InitialValues.Initial(_profile.Digitals[(slot - _symbols.PointBase) / 2])
                : InitialValues.Initial(_profile.Analogs[(slot - _symbols.AnalogBase) / 2]);
            _levels[slot] = (byte)Quality.Bad;
            // Not good is not 0.
            _values[slot + 1] = FormulaValue.FromWhole(1);
        }

        for (int row = 0; row < _profile.Analogs.Length; row++)
        {
            _values[_symbols.ScaleBase + row] = InitialValues.Scale(_profile.Analogs[row]);
        }

        Array.Fill(_ranks, NoFormula);
        for (int rank = 0; rank < _graph.Order.Length; rank++)
        {
            _ranks[_graph.Order[rank].Target] = rank;
            _dirty.Add(rank);
        }

        foreach (int slot in _broken.Keys)
        {
            _ranks[slot] = BrokenFormula;
            _levels[slot] = (byte)Quality.Bad;
        }
    }
}
