using System.Collections.Immutable;
using Edge.Domain;
using Edge.Formulas;
using Edge.Pipeline.Alarms;

namespace Edge.Pipeline.Commands;

/// <summary>What operators may set by hand.</summary>
public static class SettableByHand
{
    private static readonly ElementAttribute[] s_offered = [ElementAttribute.Text, ElementAttribute.Fill, ElementAttribute.Stroke];

    /// <summary>
    /// The attributes of each element, in the order of the profile, that no formula sets. A text that bears the mark of an alarm is left
    /// out: an alarm is acknowledged. So is an element that is out of use.
    /// </summary>
    /// <param name="profile">The profile.</param>
    /// <param name="engine">Its formulas.</param>
    public static ImmutableArray<ImmutableArray<ElementAttribute>> Of(Profile profile, FormulaEngine engine)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(engine);
        AlarmRules rules = new(profile, engine);
        return
        [
            .. profile.Elements.Select((element, i) => element.Disabled ? [] : s_offered
                .Where(one => !engine.IsSetByFormula(i, one) && !(one == ElementAttribute.Text && rules.CanAcknowledge(i)))
                .ToImmutableArray()),
        ];
    }
}
