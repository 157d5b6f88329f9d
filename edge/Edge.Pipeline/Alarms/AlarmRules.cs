using Edge.Domain;
using Edge.Formulas;

namespace Edge.Pipeline.Alarms;

/// <summary>
/// Which points set and clear the mark of which elements; the rules are those of the former system. A protection (<c>tipodi</c> 0) marks
/// the element of its own tag and that of its breaker. The closing of a breaker (<c>tipodi</c> 2) clears the mark of its own element. The
/// breaker of a protection is a point of the same IED with the same place in its tag. A tag is the prefix of the screen, one character for
/// the level, three for the function, and the rest for the bay; the function of a breaker begins with 52. Of several breakers it is the one
/// whose function ends in the same character as the protection's. If that leaves none or several, the protection has no breaker.
/// </summary>
internal sealed class AlarmRules
{
    private const int Protection = 0;
    private const int Breaker = 2;
    private const int UsualPrefix = 2;
    private const int FunctionLength = 3;

    private readonly Profile _profile;
    private readonly Dictionary<string, int> _elements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _points = new(StringComparer.Ordinal);

    // By digital point: the elements that it marks when it goes active, and the one that it clears when it closes.
    private readonly int[]?[] _marked;
    private readonly int[] _cleared;
    private readonly HashSet<int> _acknowledged = [];

    public AlarmRules(Profile profile, FormulaEngine engine)
    {
        _profile = profile;
        for (int i = 0; i < profile.Elements.Length; i++)
        {
            if (!engine.IsSetByFormula(i, ElementAttribute.Text))
            {
                _ = _elements.TryAdd(profile.Elements[i].Tag, i);
            }
        }

        _marked = new int[]?[profile.Digitals.Length];
        _cleared = new int[profile.Digitals.Length];
        Array.Fill(_cleared, -1);
        for (int i = 0; i < profile.Digitals.Length; i++)
        {
            _ = _points.TryAdd(profile.Digitals[i].Tag, i);
            Add(i, profile.Digitals[i]);
        }
    }

    /// <summary>The elements that this point marks when it goes active; empty for most points.</summary>
    public ReadOnlySpan<int> Marks(int point) => _marked[point];

    /// <summary>The element whose mark is cleared when this point closes, or -1.</summary>
    public int Clears(int point) => _cleared[point];

    /// <summary>Whether an element can have a mark that an operator acknowledges.</summary>
    public bool CanAcknowledge(int element) => _acknowledged.Contains(element);

    /// <summary>The digital point of a tag, or -1.</summary>
    public int PointOf(string? tag) => tag is not null && _points.TryGetValue(tag, out int point) ? point : -1;

    private void Add(int index, DigitalPoint point)
    {
        if (!_elements.TryGetValue(point.Tag, out int own))
        {
            own = -1;
        }

        if (point.AlarmKind == Breaker && own >= 0)
        {
            _cleared[index] = own;
            _ = _acknowledged.Add(own);
        }
        else if (point.AlarmKind == Protection)
        {
            int breaker = BreakerOf(point);
            _marked[index] = [.. new[] { own, breaker }.Where(element => element >= 0)];
            _acknowledged.UnionWith(_marked[index]!);
        }
    }

    private int BreakerOf(DigitalPoint protection)
    {
        if (Place(protection.Tag) is not { } place)
        {
            return -1;
        }

        DigitalPoint[] found = [.. _profile.Digitals.Where(point =>
            point.AlarmKind == Breaker && point.Source.Device == protection.Source.Device
            && _elements.ContainsKey(point.Tag) && Place(point.Tag) is { } other
            && other.Station == place.Station && other.Bay == place.Bay && other.Function.StartsWith("52", StringComparison.Ordinal))];
        if (found.Length > 1)
        {
            found = [.. found.Where(point => Place(point.Tag)!.Value.Function[^1] == place.Function[^1])];
        }

        return found.Length == 1 ? _elements[found[0].Tag] : -1;
    }

    /// <summary>The parts of a tag: station with level, function, bay. Null when the tag is too short.</summary>
    private (string Station, string Function, string Bay)? Place(string tag)
    {
        int prefix = _profile.Screens.Where(screen => screen.Prefix.Length > 0 && tag.StartsWith(screen.Prefix, StringComparison.Ordinal))
            .Select(screen => screen.Prefix.Length).DefaultIfEmpty(UsualPrefix).Max();
        int function = prefix + 1;
        int bay = function + FunctionLength;
        return bay < tag.Length ? (tag[..function], tag[function..bay], tag[bay..]) : null;
    }
}
