using System.Collections.Immutable;

namespace Edge.Profiles;

/// <summary>The kind of a change of a profile.</summary>
public enum ProfileChangeKind : byte
{
    /// <summary>It is new.</summary>
    Added = 0,

    /// <summary>It was removed.</summary>
    Removed = 1,

    /// <summary>Its content changed.</summary>
    Changed = 2,

    /// <summary>The point at the same place has another tag.</summary>
    Renamed = 3,
}

/// <summary>Which part of a profile a change is in, in the order in which changes are listed.</summary>
public enum ProfileChangeGroup : byte
{
    /// <summary>The concentrator.</summary>
    Comaster = 0,

    /// <summary>IEDs: a change here can move every point behind it.</summary>
    Ied = 1,

    /// <summary>Digital inputs.</summary>
    Digital = 2,

    /// <summary>Analogue inputs.</summary>
    Analog = 3,

    /// <summary>System variables.</summary>
    SystemVariable = 4,

    /// <summary>Elements of the drawings.</summary>
    Element = 5,

    /// <summary>Formulas.</summary>
    Formula = 6,

    /// <summary>Colours.</summary>
    Colour = 7,

    /// <summary>Screens, without their drawings.</summary>
    Screen = 8,

    /// <summary>The drawings themselves.</summary>
    Drawing = 9,

    /// <summary>Texts for states.</summary>
    StateText = 10,

    /// <summary>Actions and rules for communications events.</summary>
    Action = 11,
}

/// <summary>One changed field.</summary>
/// <param name="Name">The column, or another name of the field.</param>
/// <param name="Old">The old value; null: none.</param>
/// <param name="New">The new value; null: none.</param>
public sealed record ProfileFieldChange(string Name, string? Old, string? New);

/// <summary>One change between two profiles.</summary>
/// <param name="Group">Which part it is.</param>
/// <param name="Kind">The kind of the change.</param>
/// <param name="Key">Its name; of a renamed point the new one.</param>
/// <param name="Fields">The changed fields; empty for a new or removed part.</param>
public sealed record ProfileChange(ProfileChangeGroup Group, ProfileChangeKind Kind, string Key, ImmutableArray<ProfileFieldChange> Fields)
{
    /// <summary>The change in one line: <c>~ LA152B03: name Salida 1 → Salida 2</c>.</summary>
    public override string ToString()
    {
        string sign = Kind switch { ProfileChangeKind.Added => "+", ProfileChangeKind.Removed => "-", _ => "~" };
        string fields = string.Join("; ", Fields.Select(field => (field.Old, field.New) switch
        {
            (null, { } added) => $"+ {field.Name} {added}",
            ({ } removed, null) => $"- {field.Name} {removed}",
            _ => $"{field.Name} {field.Old} → {field.New}",
        }));
        return $"{sign} {Key}{(fields.Length > 0 ? $": {fields}" : "")}";
    }
}
