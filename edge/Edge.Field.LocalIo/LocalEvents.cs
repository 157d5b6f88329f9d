using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Field.LocalIo;

/// <summary>
/// The events that wait for the journal: bounded, the oldest dropped first, a loss counted. Those that were handed out stay until they are
/// acknowledged, and are handed out again until then.
/// </summary>
internal sealed class LocalEvents(int most)
{
    /// <summary>So many go into one scan.</summary>
    public const int AtOnce = 100;

    private readonly Queue<FieldEvent> _waiting = [];
    private readonly EventBuffer _offered = new();
    private int _lost;

    /// <summary>Whether more wait than were offered.</summary>
    public bool MoreWaiting => _waiting.Count > 0;

    /// <summary>Adds one.</summary>
    /// <returns>False when it made the first loss since the last <see cref="Offer"/>.</returns>
    public bool Add(in FieldEvent happened)
    {
        _waiting.Enqueue(happened);
        if (_waiting.Count <= most)
        {
            return true;
        }

        _ = _waiting.Dequeue();
        return ++_lost > 1;
    }

    /// <summary>The oldest events, the same ones until <see cref="Acknowledge"/>.</summary>
    /// <param name="loss">Makes the event that says how many were lost; it goes first, where they are missing.</param>
    public FieldEvents Offer(Func<int, FieldEvent> loss)
    {
        if (_offered.Count == 0)
        {
            if (_lost > 0)
            {
                _offered.Add(loss(_lost));
                _lost = 0;
            }

            while (_offered.Count < AtOnce && _waiting.TryDequeue(out FieldEvent next))
            {
                _offered.Add(in next);
            }
        }

        return _offered.Lent;
    }

    /// <summary>What was offered is safe.</summary>
    public void Acknowledge() => _offered.Clear();
}
