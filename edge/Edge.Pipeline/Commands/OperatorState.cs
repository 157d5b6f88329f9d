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

    // What a dashboard takes as the text of an element.
    private const int LongestValue = 2000;

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
                if (state.Action != ElementAction.Release)
                {
                    engine.SetElement(element, state.Attribute, value);
                }

                _stored[(element, state.Attribute)] = state;
            }
        }
    }

    /// <summary>Changes by a rule that are in no journal entry yet. The writer clears the list.</summary>
    public List<ElementState> Unwritten { get; } = [];

    /// <summary>The elements with another state than at the last display. The display clears the list.</summary>
    public List<int> Touched { get; } = [];

    /// <summary>What was set by hand at an element; null when nothing.</summary>
    public HandSettings? ByHand(int element)
    {
        HandSettings found = new(
            Of(ElementAttribute.Text), Of(ElementAttribute.Fill), Of(ElementAttribute.Stroke), Of(ElementAttribute.Mark));
        return found is { Text: null, Fill: null, Stroke: null, Mark: null } ? null : found;

        ElementState? Of(ElementAttribute attribute) =>
            _stored.TryGetValue((element, attribute), out ElementState state) && state.Action == ElementAction.Set ? state : null;
    }

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
        string? value = request.Action switch
        {
            ElementAction.Acknowledge => Clear,
            ElementAction.Release => null,
            _ => request.Value,
        };
        ElementAttribute attribute = request.Action == ElementAction.Acknowledge ? ElementAttribute.Text : request.Attribute;
        if (request.Action is not (ElementAction.Set or ElementAction.Acknowledge or ElementAction.Release)
            || request.Who is not { Length: > 0 and <= LongestName })
        {
            return new(
                ElementOutcome.NotAllowed, ElementRefusal.Incomplete,
                $"A request must set, release or acknowledge, and must name the operator with 1 to {LongestName} characters.");
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

        bool changes = request.Action == ElementAction.Release
            ? _stored.TryGetValue((element, attribute), out ElementState set) && set.Action == ElementAction.Set
            : Current(element, attribute) != next;
        if (changes && request is { Action: not ElementAction.Acknowledge, Seen: { } shown } && IsNewer(element, attribute, shown, now))
        {
            return new(
                ElementOutcome.NotAllowed, ElementRefusal.ChangedMeanwhile,
                $"{request.Tag}.{attribute} was changed after what was seen: look at it again.");
        }

        if (changes)
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

            if (IsNewer(element, ElementAttribute.Text, seen, now))
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

    // A clock that was set back since must not keep a state.
    private bool IsNewer(int element, ElementAttribute attribute, DateTimeOffset seen, DateTimeOffset now) =>
        _stored.TryGetValue((element, attribute), out ElementState stored) && stored.Time > seen + Exact && stored.Time <= now + Exact;

    /// <summary>Applies a state that <see cref="Evaluate"/> returned, after the journal has it.</summary>
    public void Apply(in ElementState state)
    {
        int element = _elements[state.Tag];
        FormulaValue value = state.Action == ElementAction.Release
            ? OfWorkbook(_profile.Elements[element], state.Attribute) : FormulaValue.FromCell(state.Value);
        _engine.SetElement(element, state.Attribute, value);
        _stored[(element, state.Attribute)] = state;
        Touched.Add(element);
    }

    private static FormulaValue OfWorkbook(Element element, ElementAttribute attribute) => attribute switch
    {
        ElementAttribute.Text => FormulaValue.FromCell(element.Text, element.Number),
        ElementAttribute.Fill => element.Fill is { } fill ? FormulaValue.FromWhole(fill) : FormulaValue.Nothing,
        ElementAttribute.Stroke => element.Stroke is { } stroke ? FormulaValue.FromWhole(stroke) : FormulaValue.Nothing,
        _ => element.Mark is { } mark ? FormulaValue.FromNumber(mark) : FormulaValue.Nothing,
    };

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
