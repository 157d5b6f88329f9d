using System.Collections.Immutable;
using Edge.Domain;

namespace Edge.Pipeline.Live;

/// <summary>The properties of a point that the pipeline and the publishers need.</summary>
/// <param name="Tag">Its name.</param>
/// <param name="Kind">Digital or analogue.</param>
/// <param name="Unit">The unit of an analogue point, or null.</param>
public sealed record PointInfo(string Tag, PointKind Kind, string? Unit);

/// <summary>
/// The last value of every point: digitals first, then analogues, each in the order of the profile. Only the pipeline loop may use it: it
/// is not thread-safe.
/// </summary>
public sealed class TagTable
{
    private readonly Profile _profile;
    private readonly double[] _scales;
    private readonly PointState[] _states;

    /// <summary>Makes the table; every point is bad, not yet read.</summary>
    public TagTable(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        _profile = profile;
        Points = PointsOf(profile);
        DigitalCount = profile.Digitals.Length;
        _scales = new double[Points.Length];
        _states = new PointState[Points.Length];
        for (int i = 0; i < Points.Length; i++)
        {
            _scales[i] = i < DigitalCount ? 1 : profile.Analogs[i - DigitalCount].Scale;
            _states[i] = new PointState(false, default, 0, QualityState.NotYetRead, null);
        }
    }

    /// <summary>The points, in the order of the table.</summary>
    public ImmutableArray<PointInfo> Points { get; }

    /// <summary>How many points are digital; they are the first ones.</summary>
    public int DigitalCount { get; }

    /// <summary>The state of a point.</summary>
    public ref readonly PointState this[int point] => ref _states[point];

    /// <summary>The points of a profile in the order of the table.</summary>
    public static ImmutableArray<PointInfo> PointsOf(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return
        [
            .. profile.Digitals.Select(d => new PointInfo(d.Tag, PointKind.Digital, null)),
            .. profile.Analogs.Select(a => new PointInfo(a.Tag, PointKind.Analog, a.Unit.Length == 0 ? null : a.Unit)),
        ];
    }

    /// <summary>
    /// Copies the last state of each point from the table of the former profile, where it still means the same: the same tag and unit, and
    /// for a digital point the same inversion. An analogue point with the same source and another scale keeps its count, and its value is
    /// computed again. The time stays that of the reading.
    /// </summary>
    /// <param name="before">The former table.</param>
    /// <returns>The points that were copied, each with whether its value is different now.</returns>
    public IReadOnlyList<(int Point, bool Changed)> CopyFrom(TagTable before)
    {
        ArgumentNullException.ThrowIfNull(before);
        Dictionary<(string, PointKind), int> places = [];
        for (int i = 0; i < before.Points.Length; i++)
        {
            _ = places.TryAdd((before.Points[i].Tag, before.Points[i].Kind), i);
        }

        List<(int, bool)> copied = [];
        for (int i = 0; i < Points.Length; i++)
        {
            if (places.Remove((Points[i].Tag, Points[i].Kind), out int old) && MeansTheSame(i, before, old))
            {
                PointState state = before._states[old];
                bool scaled = state.Read && _scales[i] != before._scales[old];
                _states[i] = scaled ? state with { Value = state.Raw.AsDouble * _scales[i] } : state;
                copied.Add((i, scaled));
            }
        }

        return copied;
    }

    private bool MeansTheSame(int point, TagTable before, int old)
    {
        if (point < DigitalCount)
        {
            return _profile.Digitals[point].Inverted == before._profile.Digitals[old].Inverted;
        }

        AnalogPoint now = _profile.Analogs[point - DigitalCount];
        AnalogPoint then = before._profile.Analogs[old - before.DigitalCount];
        return now.Unit == then.Unit
            && (now.Scale == then.Scale || now.Source == then.Source);
    }

    /// <summary>Applies a reading.</summary>
    /// <param name="reading">What the field reports.</param>
    /// <param name="time">When the field reported it, UTC.</param>
    /// <returns>Whether the value or its quality differs from before; a newer time alone is no change.</returns>
    public bool Apply(in Reading reading, DateTimeOffset time)
    {
        if ((uint)reading.Point >= (uint)_states.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(reading), reading.Point, $"The table has {_states.Length} points: driver and profile disagree.");
        }

        ref PointState state = ref _states[reading.Point];
        PointState before = state;
        if (reading.Quality.Reason == QualityReason.NotInAnswer)
        {
            // The answer lacked this point: the raw value of the reading means nothing.
            state = before with { Quality = reading.Quality };
        }
        else
        {
            // A stale reading repeats an older value: the time of the value does not change.
            DateTimeOffset? read = reading.Quality.Level == Quality.Stale ? before.Time : time;
            state = new PointState(true, reading.Raw, reading.Raw.AsDouble * _scales[reading.Point], reading.Quality, read);
        }

        return state with { Time = null } != before with { Time = null };
    }

    /// <summary>
    /// Makes a value stale, because the link to its device is down; the value itself stays. A bad quality (never read, marked invalid)
    /// stays bad.
    /// </summary>
    /// <returns>Whether the quality changed.</returns>
    public bool MarkLinkDown(int point)
    {
        ref PointState state = ref _states[point];
        QualityState down = state.Quality.As(Quality.Stale, QualityReason.LinkDown);
        if (state.Quality.Level == Quality.Bad || state.Quality == down)
        {
            return false;
        }

        state = state with { Quality = down };
        return true;
    }

    /// <summary>The <c>q</c> of formulas: 0 when good, 2 when the device marked the value (except no pulses), else 1.</summary>
    public int FormulaQuality(int point) => _states[point].Quality switch
    {
        { IsGood: true } => 0,
        { Reason: QualityReason.MarkedByDevice } => 2,
        _ => 1,
    };

    /// <summary>The point as a record of the journal.</summary>
    public Sample Sample(int point)
    {
        PointState state = _states[point];
        return new Sample(Points[point].Tag, Points[point].Kind, state.Value, state.Raw, state.Quality);
    }
}
