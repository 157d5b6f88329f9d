using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Field.LocalIo;

/// <summary>
/// The events that wait for the journal: bounded; the oldest are dropped first, and losses are counted. Offered events stay until they are
/// acknowledged, and are offered again until then.
/// </summary>
internal sealed class LocalEvents(int most)
{
    /// <summary>The most events of one scan.</summary>
    public const int AtOnce = 100;

    private readonly Queue<FieldEvent> _waiting = [];
    private readonly EventBuffer _offered = new();
    private int _lost;

    /// <summary>Whether events wait that were not offered yet.</summary>
    public bool MoreWaiting => _waiting.Count > 0;

    /// <summary>Adds an event.</summary>
    /// <returns>False when it caused the first loss since the last <see cref="Offer"/>.</returns>
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
    /// <param name="loss">Creates the event that reports how many were lost; it comes first, where they are missing.</param>
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

    /// <summary>Removes the offered events: they are in the journal.</summary>
    public void Acknowledge() => _offered.Clear();
}
