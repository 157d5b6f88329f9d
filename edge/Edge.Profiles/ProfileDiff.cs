using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using Edge.Domain;
using Edge.Profiles.Sheets;

namespace Edge.Profiles;

/// <summary>Compares a new profile with the present one before it is used.</summary>
public static class ProfileDiff
{
    // One unit of the fourteenth digit.
    private const double SavedAgain = 2e-14;

    /// <summary>The changes by group, then in the order of the new profile, with removed parts at the end of the group.</summary>
    /// <param name="old">The present profile.</param>
    /// <param name="next">The new profile.</param>
    public static ImmutableArray<ProfileChange> Compare(ProfileImportResult old, ProfileImportResult next)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(next);
        var changes = new List<ProfileChange>();
        Keyed(changes, ProfileChangeGroup.Comaster, old.Comasters, next.Comasters, item => Number(item.Id), Fields);
        changes.AddRange(Compare(
            old.Profile ?? throw new ArgumentException("There is no profile.", nameof(old)),
            next.Profile ?? throw new ArgumentException("There is no profile.", nameof(next))));
        return [.. changes];
    }

    /// <summary>The changes between two profiles, without their concentrators.</summary>
    /// <param name="old">The present profile.</param>
    /// <param name="next">The new profile.</param>
    public static ImmutableArray<ProfileChange> Compare(Profile old, Profile next)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(next);
        var changes = new List<ProfileChange>();
        Keyed(changes, ProfileChangeGroup.Ied, old.Ieds, next.Ieds, item => Number(item.Id), Fields);
        Points(changes, ProfileChangeGroup.Digital, old.Digitals, next.Digitals, item => item.Tag, item => item.Source, Fields);
        Points(changes, ProfileChangeGroup.Analog, old.Analogs, next.Analogs, item => item.Tag, item => item.Source, Fields);
        Keyed(
            changes, ProfileChangeGroup.SystemVariable, old.SystemVariables, next.SystemVariables,
            item => $"IED {item.IedId}, byte {item.ByteOffset}{(item.Bit is { } bit ? $", bit {bit}" : "")}", Fields);
        Keyed(changes, ProfileChangeGroup.Element, old.Elements, next.Elements, item => item.Tag, Fields);
        Keyed(changes, ProfileChangeGroup.Formula, old.Formulas, next.Formulas, item => $"{item.Tag}.{Word(item.Attribute)}", Fields);
        Keyed(changes, ProfileChangeGroup.Colour, old.Colours, next.Colours, item => Number(item.Index), Fields);
        Keyed(changes, ProfileChangeGroup.Screen, old.Screens, next.Screens, item => item.Name, Fields);
        Keyed(changes, ProfileChangeGroup.Drawing, Drawn(old), Drawn(next), item => item.Name, DrawingFields);
        Keyed(
            changes, ProfileChangeGroup.StateText, old.StateTexts, next.StateTexts, item => $"{item.Id} × {item.Value}",
            item => [("text", item.Text)]);
        Keyed(
            changes, ProfileChangeGroup.Action, old.Actions, next.Actions, item => $"action {item.Id}",
            item => [("text", item.Text), ("address", item.Address)]);
        Keyed(
            changes, ProfileChangeGroup.Action, old.SystemEvents, next.SystemEvents, item => $"code {item.Code}",
            item => [("description", item.Description), ("words", Number(item.StateTextId)), ("actions", Mask(item.Actions))]);
        return [.. changes];
    }

    private static void Keyed<T>(
        List<ProfileChange> changes, ProfileChangeGroup group, ImmutableArray<T> old, ImmutableArray<T> next, Func<T, string> key,
        Func<T, (string Name, string? Value)[]> fields) =>
        Keyed(changes, group, old, next, key, (left, right) => Differences(fields(left), fields(right)));

    private static void Keyed<T>(
        List<ProfileChange> changes, ProfileChangeGroup group, ImmutableArray<T> old, ImmutableArray<T> next, Func<T, string> key,
        Func<T, T, ImmutableArray<ProfileFieldChange>> differences)
    {
        Dictionary<string, T> before = old.DistinctBy(key).ToDictionary(key, StringComparer.Ordinal);
        foreach (T item in next)
        {
            if (!before.Remove(key(item), out T? was))
            {
                changes.Add(new ProfileChange(group, ProfileChangeKind.Added, key(item), []));
            }
            else if (differences(was, item) is { Length: > 0 } fields)
            {
                changes.Add(new ProfileChange(group, ProfileChangeKind.Changed, key(item), fields));
            }
        }

        // In the order of the old profile, which the dictionary loses when entries are removed.
        changes.AddRange(
            old.Select(key).Where(before.ContainsKey).Distinct()
                .Select(name => new ProfileChange(group, ProfileChangeKind.Removed, name, [])));
    }

    /// <summary>Compares points: a removed and a new point at the same place are one point with another tag.</summary>
    private static void Points<T>(
        List<ProfileChange> changes, ProfileChangeGroup group, ImmutableArray<T> old, ImmutableArray<T> next, Func<T, string> tag,
        Func<T, PointSource> place, Func<T, (string Name, string? Value)[]> fields)
    {
        HashSet<string> oldTags = [.. old.Select(tag)];
        HashSet<string> newTags = [.. next.Select(tag)];
        Dictionary<PointSource, T> gone = old.Where(point => !newTags.Contains(tag(point))).DistinctBy(place).ToDictionary(place);
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (T point in next.Where(point => !oldTags.Contains(tag(point))))
        {
            if (gone.Remove(place(point), out T? was))
            {
                renamed[tag(was)] = tag(point);
                changes.Add(new ProfileChange(
                    group, ProfileChangeKind.Renamed, tag(point),
                    [new ProfileFieldChange("tag", tag(was), tag(point)), .. Differences(fields(was), fields(point))]));
            }
        }

        HashSet<string> done = [.. renamed.Values];
        Keyed(
            changes, group, [.. old.Where(point => !renamed.ContainsKey(tag(point)))], [.. next.Where(point => !done.Contains(tag(point)))],
            tag, fields);
    }

    private static ImmutableArray<ProfileFieldChange> Differences(
        (string Name, string? Value)[] old, (string Name, string? Value)[] next) =>
        [.. old.Zip(next).Where(pair => !IsSame(pair.First.Value, pair.Second.Value))
            .Select(pair => new ProfileFieldChange(pair.First.Name, pair.First.Value, pair.Second.Value))];

    /// <summary>
    /// Spreadsheet programs store 15 or 17 digits of a number, and some truncate where others round: such a difference is not a change.
    /// </summary>
    private static bool IsSame(string? old, string? next) => old == next
        || (double.TryParse(old, NumberStyles.Float, CultureInfo.InvariantCulture, out double left)
            && double.TryParse(next, NumberStyles.Float, CultureInfo.InvariantCulture, out double right)
            && Math.Abs(left - right) is > 0 and var apart && apart <= SavedAgain * Math.Abs(left));

    private static (string Name, string? Value)[] Fields(ComasterDefinition item) =>
        [("address", $"{item.Host}:{item.Port}"), ("enabled", Flag(item.Enabled))];

    private static (string Name, string? Value)[] Fields(IedDefinition item) =>
    [
        ("address", Number(item.Address)), ("offset", Number(item.Offset)), ("system bytes", Number(item.SystemVariableBytes)),
        ("digital words", Number(item.DigitalWords)), ("analogue words", Number(item.AnalogWords)), ("description", item.Description),
    ];

    private static (string Name, string? Value)[] Fields(DigitalPoint item) =>
    [
        .. Fields(item.Source),
        .. Fields("alarm", item.Alarm), ("suppressed by", Condition(item.SuppressedBy)),
        ("inverted", Flag(item.Inverted)), ("kind", Number(item.AlarmKind)), ("words", Number(item.StateTextId)),
        ("actions high", Mask(item.ActionsHigh)), ("actions low", Mask(item.ActionsLow)), ("first state", Number(item.InitialState)),
        ("description", item.Description), ("bay", item.Bay),
    ];

    private static (string Name, string? Value)[] Fields(AnalogPoint item) =>
    [
        .. Fields(item.Source), ("scale", Real(item.Scale)), ("energy unit", item.EnergyUnit),
        ("energy scale", Real(item.EnergyScale)), ("unit", item.Unit), ("minimum", Real(item.Minimum)), ("maximum", Real(item.Maximum)),
        ("rise", Real(item.DeltaHigh)), ("fall", Real(item.DeltaLow)), ("limit words", Number(item.LimitTextId)),
        ("step words", Number(item.DeltaTextId)), ("actions high", Mask(item.ActionsHigh)), ("actions low", Mask(item.ActionsLow)),
        ("first count", Real(item.InitialRaw)), ("description", item.Description), ("bay", item.Bay),
        ("dead band above", Real(item.HighDeadBand)), ("dead band below", Real(item.LowDeadBand)),
        .. Fields("alarm above", item.HighAlarm), .. Fields("alarm below", item.LowAlarm),
        ("alarm above suppressed by", Condition(item.HighSuppressedBy)), ("alarm below suppressed by", Condition(item.LowSuppressedBy)),
    ];

    // The actions are those of the masks, which are compared already.
    private static (string Name, string? Value)[] Fields(string of, AlarmSetting? item) =>
    [
        ($"{of}: priority", Number(item?.Priority)), ($"{of}: delay", Number(item?.OnDelay)),
        ($"{of}: delay of the end", Number(item?.OffDelay)),
        ($"{of}: latched", Flag(item is { IsLatched: true })), ($"{of}: when", item?.Trigger.ToString().ToLowerInvariant()),
    ];

    private static string? Condition(PointCondition? condition) => condition is null ? null : $"{condition.Tag}={condition.State}";

    private static (string Name, string? Value)[] Fields(PointSource source) => source switch
    {
        MaraInput at => [("IED", Number(at.Ied)), ("offset", Number(at.Word)), ("port", Number(at.Port)), ("bit", Number(at.Bit))],
        MaraChannel at => [("IED", Number(at.Ied)), ("offset", Number(at.Word)), ("channel", Number(at.Channel))],
        _ => [("source", source.ToString())],
    };

    private static (string Name, string? Value)[] Fields(SystemVariable item) => [("name", item.Name), ("description", item.Description)];

    private static (string Name, string? Value)[] Fields(Element item) =>
    [
        ("text", item.Text), ("fill", Number(item.Fill)), ("stroke", Number(item.Stroke)), ("mark", Real(item.Mark)),
        ("screen", item.Screen),
        ("out of use", Flag(item.Disabled)), ("decimals", Number(item.Decimals)), ("description", item.Description),
    ];

    private static (string Name, string? Value)[] Fields(FormulaRow item) => [("formula", item.Expression)];

    private static (string Name, string? Value)[] Fields(PaletteColour item) =>
        [("name", item.Name), ("colour", item.Colour), ("description", item.Description)];

    private static (string Name, string? Value)[] Fields(Screen item) =>
        [("title", item.Description), ("prefix", item.Prefix), ("parent", item.Parent)];

    private static ImmutableArray<Screen> Drawn(Profile profile) => [.. profile.Screens.Where(screen => screen.Svg is not null)];

    private static ImmutableArray<ProfileFieldChange> DrawingFields(Screen old, Screen next)
    {
        if (old.Svg == next.Svg)
        {
            return [];
        }

        List<string> before = TagsOf(old.Svg!);
        List<string> after = TagsOf(next.Svg!);
        ImmutableArray<ProfileFieldChange> tags =
        [
            .. after.Except(before).Select(tag => new ProfileFieldChange("tag", null, tag)),
            .. before.Except(after).Select(tag => new ProfileFieldChange("tag", tag, null)),
        ];
        return tags.IsEmpty ? [new ProfileFieldChange("shapes", "drawn one way", "drawn another way, with the same tags")] : tags;
    }

    /// <summary>The tags of a sanitised drawing, which is well formed.</summary>
    private static List<string> TagsOf(string svg)
    {
        var tags = new List<string>();
        using XmlReader reader = XmlReader.Create(
            new StringReader(svg), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.GetAttribute("tag") is { Length: > 0 } tag)
            {
                tags.Add(tag);
            }
        }

        return tags;
    }

    private static string Word(ElementAttribute attribute) => attribute.ToString().ToLowerInvariant();

    private static string Flag(bool flag) => flag ? "yes" : "no";

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Real(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);

    private static string? Mask(uint mask) =>
        mask == 0 ? null : string.Join('+', Enumerable.Range(0, 32).Where(bit => (mask >> bit & 1) != 0));
}
