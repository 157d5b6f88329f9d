using Dashboard.Historian.Series;

namespace Dashboard.Historian.Sql;

/// <summary>What the numbers of qualities mean, read once; one that is new since then makes it read them again.</summary>
internal sealed class QualityStates
{
    private Dictionary<long, PointState> _states = [];

    /// <summary>A quality without a word is good, whatever the device says of the value.</summary>
    internal PointState Of(SqlSession session, long quality)
    {
        if (!_states.TryGetValue(quality, out PointState state))
        {
            _states = session.Rows(
                reader => (reader.GetInt64(0), reader.GetString(1) switch
                {
                    "" => PointState.Good,
                    "stale" => PointState.Stale,
                    _ => PointState.Bad,
                }),
                "SELECT id, quality FROM quality").ToDictionary();
            state = _states.GetValueOrDefault(quality, PointState.Bad);
        }

        return state;
    }
}
