using System.Collections.Immutable;
using Edge.Domain;
using Edge.Formulas;
using Edge.Formulas.Values;
using Edge.Pipeline.Alarms;

namespace Edge.Pipeline.Commands;

/// <summary>
/// The attributes of elements that no formula computes: values set by operators, and marks of the alarm rules. Only the pipeline loop
/// may use it.
/// </summary>
internal sealed class OperatorState
{
    private const string Marked = "1";
    private const string Clear = "0";
    private const int LongestName = 64;
    private const int LongestValue = 4096;

    // Times of messages are exact to a microsecond, and a later poll comes later than this.
    private static readonly TimeSpan Exact = TimeSpan.FromMilliseconds(1);

    private readonly Profile _profile;
    private readonly FormulaEngine _engine;
    private readonly AlarmRules _rules;
    private readonly Dictionary<string, int> _elements = new(StringComparer.Ordinal);

    private readonly Dictionary<(int Element, ElementAttribute Attribute), ElementState> _stored = [];

    public OperatorState(Profile profile, FormulaEngine engine, IEnumerable<ElementState> stored)
    {
        _profile = profile;
        _engine = engine;
        _rules = new AlarmRules(profile, engine);
        for (int i = 0; i < profile.Elements.Length; i++)
        {
            _ = _elements.TryAdd(profile.Elements[i].Tag, i);
        }

        foreach (ElementState state in stored)
        {
            // The state of an element that this profile lacks, or that a formula sets now, stays in the journal for a later profile.
            if (Check(state.Tag, state.Attribute, state.Value, out int element, out FormulaValue value) is null)
            {
                engine.SetElement(element, state.Attribute, value);
                _stored[(element, state.Attribute)] = state;
            }
        }
    }

    /// <summary>Changes by a rule that are in no journal entry yet. The writer clears the list.</summary>
    public List<ElementState> Unwritten { get; } = [];

    /// <summary>Whether a reading of this point can set or clear a mark.</summary>
    public bool AffectsMarks(int point) =>
        point < _profile.Digitals.Length && (_rules.Clears(point) >= 0 || !_rules.Marks(point).IsEmpty);

    /// <summary>Applies the alarm rules to an event: it shows a change between two polls, which no reading shows.</summary>
    public void ApplyEvent(in FieldEvent entry)
    {
        if (entry.Content.State is { State.IsOn: true } && _rules.PointOf(entry.Tag) is var point and >= 0)
        {
            Activate(point, entry.Received, isEvent: true);
        }
    }

    /// <summary>
    /// Applies the alarm rules to a reading. A change to active sets the marks. An active first reading sets them only where no state is
    /// stored: after a restart an acknowledged mark does not return while its protection is still active.
    /// </summary>
    public void ApplyReading(int point, in PointState before, in PointState after, DateTimeOffset now)
    {
        if (!after.Quality.IsGood || !after.Raw.IsOn || (before.Read && before.Raw.IsOn))
        {
            return;
        }

        ReadOnlySpan<int> marks = _rules.Marks(point);
        bool stored = !marks.IsEmpty && _stored.ContainsKey((marks[0], ElementAttribute.Text));
        if (before.Read || !stored)
        {
            Activate(point, now, isEvent: false);
        }
    }

    /// <summary>Checks a request. It changes nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time.</param>
    /// <param name="states">The states to store and then to apply; empty when there is nothing to change.</param>
    public ElementAnswer Evaluate(ElementRequest request, DateTimeOffset now, out ImmutableArray<ElementState> states)
    {
        states = [];
        string? value = request.Action == ElementAction.Acknowledge ? Clear : request.Value;
        ElementAttribute attribute = request.Action == ElementAction.Acknowledge ? ElementAttribute.Text : request.Attribute;
        if (request.Action is not (ElementAction.Set or ElementAction.Acknowledge) || request.Who is not { Length: > 0 and <= LongestName })
        {
            return new(
                ElementOutcome.NotAllowed, ElementRefusal.Incomplete,
                $"A request must set or acknowledge, and must name the operator with 1 to {LongestName} characters.");
        }

        if (request is { Action: ElementAction.Acknowledge, Seen: { } seen } && _rules.PointOf(request.Tag) is var point and >= 0
            && !_rules.Marks(point).IsEmpty)
        {
            return AcknowledgeSeen(request, point, seen, now, out states);
        }

        if (Check(request.Tag, attribute, value, out int element, out FormulaValue next) is { } refused)
        {
            return refused;
        }

        if (request.Action == ElementAction.Acknowledge && !_rules.CanAcknowledge(element))
        {
            return new(
                ElementOutcome.NothingToAcknowledge, null, $"{request.Tag} belongs to no protection and no breaker: it has no mark.");
        }

        if (Current(element, attribute) != next)
        {
            states = [new ElementState(request.Tag, attribute, value, request.Action, request.Who, now)];
        }

        return default;
    }

    private ElementAnswer AcknowledgeSeen(
        ElementRequest request, int point, DateTimeOffset seen, DateTimeOffset now, out ImmutableArray<ElementState> states)
    {
        var changes = ImmutableArray.CreateBuilder<ElementState>();
        bool isNewer = false;
        foreach (int element in _rules.Marks(point))
        {
            if (Current(element, ElementAttribute.Text) != FormulaValue.FromCell(Marked))
            {
                continue;
            }

            // A clock that was set back since must not keep a mark.
            if (_stored.TryGetValue((element, ElementAttribute.Text), out ElementState mark)
                && mark.Time > seen + Exact && mark.Time <= now + Exact)
            {
                isNewer |= element == _rules.Marks(point)[0];
                continue;
            }

            changes.Add(new ElementState(
                _profile.Elements[element].Tag, ElementAttribute.Text, Clear, ElementAction.Acknowledge, request.Who, now));
        }

        states = changes.DrainToImmutable();
        return !isNewer ? default : new(
            ElementOutcome.RaisedAgain, null, $"{request.Tag} was marked again after what was seen: its mark stays.");
    }

    /// <summary>Applies a state that <see cref="Evaluate"/> returned, after the journal has it.</summary>
    public void Apply(in ElementState state)
    {
        int element = _elements[state.Tag];
        _engine.SetElement(element, state.Attribute, FormulaValue.FromCell(state.Value));
        _stored[(element, state.Attribute)] = state;
    }

    private void Activate(int point, DateTimeOffset now, bool isEvent)
    {
        foreach (int element in _rules.Marks(point))
        {
            // The first mark is written even where the text is the same already: a restart must find it. So is when an event has set it
            // last, because that is what an acknowledgement is held against.
            if (!_stored.TryGetValue((element, ElementAttribute.Text), out ElementState stored)
                || Current(element, ElementAttribute.Text) != FormulaValue.FromCell(Marked)
                || (isEvent && stored.Time < now))
            {
                SetByRule(element, Marked, now);
            }
        }

        if (_rules.Clears(point) is var cleared and >= 0
            && Current(cleared, ElementAttribute.Text) is { IsNumber: true } mark && mark.TryGetNumber(out double number) && number != 0)
        {
            SetByRule(cleared, Clear, now);
        }
    }

    private void SetByRule(int element, string value, DateTimeOffset now)
    {
        var state = new ElementState(_profile.Elements[element].Tag, ElementAttribute.Text, value, ElementAction.Rule, null, now);
        Apply(in state);
        Unwritten.Add(state);
    }

    private FormulaValue Current(int element, ElementAttribute attribute)
    {
        ElementLook look = _engine.ReadElement(element);
        return attribute switch
        {
            ElementAttribute.Text => look.Text,
            ElementAttribute.Fill => look.Fill is { } fill ? FormulaValue.FromWhole(fill) : FormulaValue.Nothing,
            ElementAttribute.Stroke => look.Stroke is { } stroke ? FormulaValue.FromWhole(stroke) : FormulaValue.Nothing,
            _ => look.Mark is { } mark ? FormulaValue.FromNumber(mark) : FormulaValue.Nothing,
        };
    }

    private ElementAnswer? Check(string tag, ElementAttribute attribute, string? value, out int element, out FormulaValue next)
    {
        next = FormulaValue.FromCell(value);
        if (tag is null || !_elements.TryGetValue(tag, out element))
        {
            element = -1;
            return new(ElementOutcome.UnknownElement, null, $"There is no element {tag}.");
        }

        if (attribute > ElementAttribute.Mark || _engine.IsSetByFormula(element, attribute))
        {
            return new(
                ElementOutcome.NotAllowed, ElementRefusal.SetByFormula,
                $"A formula sets {tag}.{attribute}: an operator cannot set it.");
        }

        bool fits = attribute == ElementAttribute.Text
            ? (value?.Length ?? 0) <= LongestValue
            : next.IsNothing || (next.IsNumber && (attribute == ElementAttribute.Mark || IsColour(in next)));
        if (attribute == ElementAttribute.Mark && next.IsNumber && next.TryGetNumber(out double mark))
        {
            next = FormulaValue.FromNumber(mark);
        }

        return fits
            ? null
            : new(
                ElementOutcome.NotAllowed, ElementRefusal.ValueDoesNotFit,
                $"{tag}.{attribute} cannot have this value: a colour is an index of the palette, a mark is a number.");
    }

    private bool IsColour(in FormulaValue value) =>
        value.TryGetNumber(out double number) && _profile.Colours.Any(colour => colour.Index == number);
}
