using System.Collections.Immutable;
using Edge.Domain;
using Edge.Formulas.Compile;
using Edge.Formulas.Findings;
using Edge.Formulas.Language;
using Edge.Formulas.Run;
using Edge.Formulas.Values;

namespace Edge.Formulas;

/// <summary>
/// The compiled formulas of one profile, with the values that they read and set. Only formulas that depend on a change are evaluated, in an
/// order in which a chain settles in one pass. Not thread-safe: used by the pipeline's loop only.
/// </summary>
public sealed class FormulaEngine
{
    private readonly Profile _profile;
    private readonly Symbols _symbols;
    private readonly Dictionary<int, string> _soleAnalogs;
    private readonly FormulaValue[] _values;
    private readonly byte[] _levels;
    private readonly Targets _targets;
    private readonly Recomputation _recomputation;
    private readonly Verdicts _verdicts;
    private readonly ChangeList _changes;
    private readonly FaultTexts _texts;

    // The values that SetElement replaced since the last recomputation, so that setting one back is not a change.
    private readonly Dictionary<int, FormulaValue> _set = [];
    private bool _ran;

    private FormulaEngine(EngineBuilder builder)
    {
        _symbols = builder.Symbols;
        _profile = _symbols.Profile;
        _soleAnalogs = builder.SoleAnalogs;
        Findings = builder.Findings;
        var memory = new Memory(_symbols, builder.Broken.Keys);
        _values = memory.Values;
        _levels = memory.Levels;
        _targets = new Targets(_symbols, builder.Graph, builder.Broken.Keys);
        _recomputation = new Recomputation(_symbols, builder.Program, builder.Graph, memory);
        _verdicts = new Verdicts(memory, _targets, _recomputation.Faults);
        _changes = new ChangeList(_profile.Elements, _verdicts);
        _texts = new FaultTexts(_profile, builder.Program, builder.Graph, _targets, builder.Broken);
    }

    /// <summary>The findings, in the order of the sheet.</summary>
    public ImmutableArray<FormulaFinding> Findings { get; }

    /// <summary>How many formulas have been evaluated since the engine was built.</summary>
    public long Evaluations => _recomputation.Evaluations;

    /// <summary>
    /// Compiles all formulas. A formula that cannot be compiled is a finding and makes its attribute bad; it causes no exception.
    /// </summary>
    /// <param name="profile">The profile.</param>
    public static FormulaEngine Build(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return new FormulaEngine(new EngineBuilder(profile));
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

    /// <summary>Sets the values of a point for formulas. A value that is not finite keeps the last one and makes the point bad.</summary>
    /// <param name="handle">From <see cref="FindDigital"/> or <see cref="FindAnalog"/>.</param>
    /// <param name="value">The state, or the count before the scale.</param>
    /// <param name="q">The <c>q</c> of formulas: 0 when good.</param>
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
            _recomputation.Mark(slot);
        }

        FormulaValue mark = FormulaValue.FromWhole(q);
        if (mark == _values[slot + 1])
        {
            return;
        }

        _values[slot + 1] = mark;
        _recomputation.Mark(slot + 1);
    }

    /// <summary>Whether a formula sets this attribute, even one that cannot be computed.</summary>
    /// <param name="element">Index into the profile's elements.</param>
    /// <param name="attribute">The attribute.</param>
    public bool IsSetByFormula(int element, ElementAttribute attribute) => _targets.IsSet(SlotOf(element, attribute));

    /// <summary>Sets an attribute that no formula sets, by an operator.</summary>
    /// <param name="element">Index into the profile's elements.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="value">The value: nothing, or for fill and stroke a whole number from 0, for mark a number.</param>
    /// <exception cref="InvalidOperationException">A formula sets this attribute.</exception>
    /// <exception cref="ArgumentException">The attribute cannot hold this value.</exception>
    public void SetElement(int element, ElementAttribute attribute, FormulaValue value)
    {
        int slot = SlotOf(element, attribute);
        if (_targets.IsSet(slot))
        {
            throw new InvalidOperationException($"A formula sets {_symbols.NameOf(slot)}.");
        }

        if (Memory.Fit(attribute, ref value) != FormulaCode.None)
        {
            throw new ArgumentException($"{_symbols.NameOf(slot)} cannot be {value}.", nameof(value));
        }

        if (value == _values[slot])
        {
            return;
        }

        _set.TryAdd(slot, _values[slot]);
        _values[slot] = value;
        _recomputation.Mark(slot);
    }

    /// <summary>
    /// Evaluates the formulas that depend on changes since the last call. Returns the indices of the elements whose attributes or quality
    /// changed, each once, in no particular order; the first call returns every element that is in use. Elements that are out of use are
    /// computed, because others may read them, but never returned. Valid until the next call.
    /// </summary>
    public ReadOnlySpan<int> Recompute()
    {
        _changes.Clear();
        foreach ((int slot, FormulaValue before) in _set)
        {
            if (_values[slot] != before)
            {
                _changes.Add(slot, Change.Value);
            }
        }

        _set.Clear();
        _recomputation.Run(_changes);
        if (!_ran)
        {
            _ran = true;
            _changes.AddAll();
        }

        return _changes.Keep();
    }

    /// <summary>The attributes of an element.</summary>
    /// <param name="element">Index into the profile's elements.</param>
    public ElementLook ReadElement(int element)
    {
        int first = SlotOf(element, ElementAttribute.Text);
        Verdict verdict = _verdicts.Of(element);
        (FormulaCode code, Phrase? message) = verdict.Slot < 0 ? default : _texts.Of(verdict.Slot, verdict.Fault);
        QualityReason reason = verdict.Slot >= 0 ? QualityReason.FormulaError
            : verdict.Level > Quality.Good ? QualityReason.Source
            : QualityReason.None;
        FormulaValue mark = _values[first + (int)ElementAttribute.Mark];
        return new ElementLook(
            _values[first],
            Index(_values[first + (int)ElementAttribute.Fill]),
            Index(_values[first + (int)ElementAttribute.Stroke]),
            mark.IsNothing ? null : mark.Number,
            new QualityState(verdict.Level, reason),
            message is null ? null : $"{NameOf(verdict.Slot)}: {message}",
            code);
    }

    /// <summary>
    /// Why the formula of one attribute failed, or null when it did not: with row and column. This includes a formula that
    /// failed on a value that was bad already, for which <see cref="ReadElement"/> reports only the source.
    /// </summary>
    /// <param name="element">Index into the profile's elements.</param>
    /// <param name="attribute">The attribute.</param>
    public Phrase? ReadError(int element, ElementAttribute attribute)
    {
        int slot = SlotOf(element, attribute);
        if (_targets.IsBroken(slot))
        {
            return _texts.Of(slot, default).Message;
        }

        int rank = _targets.RankOf(slot);
        if (rank < 0 || _recomputation.Faults[rank] is not { Code: not FormulaCode.None } fault)
        {
            return null;
        }

        Phrase message = _texts.Of(slot, fault).Message;
        return fault.FromSource ? $"{message}; a value that it read is bad already" : message;
    }

    /// <summary>
    /// The error that an element has after the last <see cref="Recompute"/>, or null: none, or that of a formula that could not be compiled
    /// (which is in <see cref="Findings"/>).
    /// </summary>
    /// <param name="element">Index into the profile's elements.</param>
    public FormulaFinding? FindFault(int element)
    {
        _ = SlotOf(element, ElementAttribute.Text);
        Verdict verdict = _verdicts.Of(element);
        return verdict.Slot < 0 || _targets.IsBroken(verdict.Slot) ? null : _texts.Finding(verdict.Slot, verdict.Fault);
    }

    /// <summary>
    /// The tag of the analogue point when the text of the element is only this point's value times its scale (rounded or not), so that the
    /// element has the point's unit; otherwise null.
    /// </summary>
    /// <param name="element">Index into the profile's elements.</param>
    public string? FindSoleAnalog(int element) => _soleAnalogs.GetValueOrDefault(element);

    private static int? Index(FormulaValue value) => value.IsNothing ? null : (int)value.Number;

    /// <summary>The name of the attribute that a slot holds.</summary>
    private static string NameOf(int slot) => TableNames.AttributesOf(FormulaTable.Elements)[(int)Memory.AttributeOf(slot)];

    private int SlotOf(int element, ElementAttribute attribute)
    {
        if ((uint)element >= (uint)_profile.Elements.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(element), element, "No element has this index.");
        }

        return attribute <= ElementAttribute.Mark
            ? element * Symbols.ElementAttributes + (int)attribute
            : throw new ArgumentOutOfRangeException(nameof(attribute), attribute, "No such attribute.");
    }
}
