using Edge.Domain;
using Edge.Formulas;
using Edge.Formulas.Values;
using Edge.Pipeline.Alarms;

namespace Edge.Pipeline.Commands;

/// <summary>
/// What of the elements no formula and no point knows: set by hand, or marked by the alarm rules. Belongs to the pipeline's one loop.
/// </summary>
internal sealed class OperatorState
{
    private const string Marked = "1";
    private const string Clear = "0";
    private const int LongestName = 64;
    private const int LongestValue = 4096;

    private readonly Profile _profile;
    private readonly FormulaEngine _engine;
    private readonly AlarmRules _rules;
    private readonly Dictionary<string, int> _elements = new(StringComparer.Ordinal);

    // What is kept, by element and attribute.
    private readonly Dictionary<(int Element, ElementAttribute Attribute), ElementState> _kept = [];

    public OperatorState(Profile profile, FormulaEngine engine, IEnumerable<ElementState> kept)
    {
        _profile = profile;
        _engine = engine;
        _rules = new AlarmRules(profile, engine);
        for (int i = 0; i < profile.Elements.Length; i++)
        {
            _ = _elements.TryAdd(profile.Elements[i].Tag, i);
        }

        foreach (ElementState state in kept)
        {
            // An element that the profile has no more, or that a formula sets now, waits in the journal for a profile that has it again.
            if (Check(state.Tag, state.Attribute, state.Value, out int element, out FormulaValue value) is null)
            {
                engine.SetElement(element, state.Attribute, value);
                _kept[(element, state.Attribute)] = state;
            }
        }
    }

    /// <summary>What changed by a rule and is not in an entry for the journal yet. Who writes it empties it.</summary>
    public List<ElementState> Unwritten { get; } = [];

    /// <summary>Whether a reading of this point can change anything.</summary>
    public bool Watches(int point) =>
        point < _profile.Digitals.Length && (_rules.Clears(point) >= 0 || !_rules.Marks(point).IsEmpty);

    /// <summary>An event of the field: it has what a reading may have missed between two polls.</summary>
    public void See(in FieldEvent happened, DateTimeOffset now)
    {
        if (happened.Content.State is { State: not 0 } && _rules.PointOf(happened.Tag) is var point and >= 0)
        {
            Active(point, now);
        }
    }

    /// <summary>
    /// A reading of a point. Going active counts, and so does being active at the first reading, where nothing is kept from before: after a
    /// restart an acknowledged mark does not come back because its protection is still active.
    /// </summary>
    public void See(int point, in PointState before, in PointState after, DateTimeOffset now)
    {
        if (!after.Quality.IsGood || !after.Raw.IsOn || (before.Read && before.Raw.IsOn))
        {
            return;
        }

        ReadOnlySpan<int> marks = _rules.Marks(point);
        bool known = !marks.IsEmpty && _kept.ContainsKey((marks[0], ElementAttribute.Text));
        if (before.Read || !known)
        {
            Active(point, now);
        }
    }

    /// <summary>What a request comes to: the state to be kept, or an answer without one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time.</param>
    /// <param name="state">What is to be kept, then applied; null when there is nothing to do.</param>
    public ElementAnswer Judge(ElementRequest request, DateTimeOffset now, out ElementState? state)
    {
        state = null;
        string? value = request.Action == ElementAction.Acknowledge ? Clear : request.Value;
        ElementAttribute attribute = request.Action == ElementAction.Acknowledge ? ElementAttribute.Text : request.Attribute;
        if (request.Action is not (ElementAction.Set or ElementAction.Acknowledge) || request.Who is not { Length: > 0 and <= LongestName })
        {
            return new(
                ElementOutcome.NotAllowed, ElementRefusal.Incomplete,
                $"A request is to set or to acknowledge, and names who asks with 1 to {LongestName} characters.");
        }

        if (Check(request.Tag, attribute, value, out int element, out FormulaValue next) is { } refused)
        {
            return refused;
        }

        if (request.Action == ElementAction.Acknowledge && !_rules.CanAcknowledge(element))
        {
            return new(
                ElementOutcome.NothingToAcknowledge, null, $"{request.Tag} belongs to no protection and no breaker: it bears no mark.");
        }

        if (Current(element, attribute) != next)
        {
            state = new ElementState(request.Tag, attribute, value, request.Action, request.Who, now);
        }

        return default;
    }

    /// <summary>Applies what <see cref="Judge"/> gave, once it is kept.</summary>
    public void Apply(in ElementState state)
    {
        int element = _elements[state.Tag];
        _engine.SetElement(element, state.Attribute, FormulaValue.FromCell(state.Value));
        _kept[(element, state.Attribute)] = state;
    }

    private void Active(int point, DateTimeOffset now)
    {
        foreach (int element in _rules.Marks(point))
        {
            // Written although it looks the same where nothing is kept yet: that it happened is to be known after a restart.
            if (!_kept.ContainsKey((element, ElementAttribute.Text)) || Current(element, ElementAttribute.Text) != FormulaValue.FromCell(Marked))
            {
                Put(element, Marked, now);
            }
        }

        if (_rules.Clears(point) is var cleared and >= 0
            && Current(cleared, ElementAttribute.Text) is { IsNumber: true } mark && mark.TryGetNumber(out double number) && number != 0)
        {
            Put(cleared, Clear, now);
        }
    }

    private void Put(int element, string value, DateTimeOffset now)
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
                $"A formula sets {tag}.{attribute}: it is not for an operator to set.");
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
                $"{tag}.{attribute} cannot be that: colours are indices of the palette, a mark is a number.");
    }

    private bool IsColour(in FormulaValue value) =>
        value.TryGetNumber(out double number) && _profile.Colours.Any(colour => colour.Index == number);
}
