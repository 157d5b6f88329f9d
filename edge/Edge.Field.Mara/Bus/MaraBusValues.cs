using Edge.Field.Mara.Layout;
using Edge.Pipeline;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// The last values of each IED: for the scan as readings, for control centres as the bytes that stood on the wire. Belongs to the thread of
/// the bus; what goes into a scan needs the gate of the gathering.
/// </summary>
internal sealed class MaraBusValues
{
    private const int MissesUntilStale = 2;

    private readonly MaraBusGathering _gathering;
    private readonly IStationImage? _image;
    private readonly int _concentrator;
    private readonly Known[] _known;

    /// <summary>Makes it; nothing is known.</summary>
    /// <param name="gathering">Gets the readings.</param>
    /// <param name="image">Gets the bytes, or null.</param>
    /// <param name="concentrator">The id of the concentrator in the profile.</param>
    public MaraBusValues(MaraBusGathering gathering, IStationImage? image, int concentrator)
    {
        (_gathering, _image, _concentrator) = (gathering, image, concentrator);
        _known = [.. gathering.Ieds.Select(ied => new Known(ied.Map.Count))];
    }

    /// <summary>Takes the values of an answer. Only with the gate.</summary>
    public void Take(MaraBusIed ied, in MaraPollAnswer answer)
    {
        Known known = _known[ied.Index];
        ied.Map.Map(answer, known.Readings);
        (known.EverRead, known.IsFresh, known.Misses) = (true, true, 0);
        _gathering.Filling.Add(ied.Index, known.Readings);
    }

    /// <summary>Shows control centres what an IED answered.</summary>
    public void Show(MaraBusIed ied, in MaraPollAnswer answer)
    {
        _known[ied.Index].Bytes.Keep(answer);
        Show(ied);
    }

    /// <summary>Shows control centres that an IED does not answer; its values stay.</summary>
    public void ShowLost(MaraBusIed ied)
    {
        _known[ied.Index].Bytes.MarkSilent();
        Show(ied);
    }

    /// <summary>A poll had no right answer: after the second one the values are stale. Takes the gate.</summary>
    /// <param name="ied">Who was asked.</param>
    /// <param name="now">The time, in timestamps of the clock.</param>
    /// <param name="utc">The time.</param>
    public void Missed(MaraBusIed ied, long now, DateTimeOffset utc)
    {
        Known known = _known[ied.Index];
        if (++known.Misses < MissesUntilStale || !known.IsFresh)
        {
            return;
        }

        known.IsFresh = false;
        lock (_gathering.Gate)
        {
            _gathering.Filling.Touch(now, utc);
            _gathering.Filling.Urgent = true;
            MakeStale(ied, known);
        }
    }

    /// <summary>The port failed: control centres see that no IED answers.</summary>
    public void PortFailed() => _image?.Lost(_concentrator);

    /// <summary>
    /// The port works again. While it failed the pipeline called all values stale because of the link; of these the IED itself is the
    /// cause. Takes the gate.
    /// </summary>
    /// <param name="now">The time, in timestamps of the clock.</param>
    /// <param name="utc">The time.</param>
    public void PortWorksAgain(long now, DateTimeOffset utc)
    {
        lock (_gathering.Gate)
        {
            _gathering.Filling.Touch(now, utc);
            foreach (MaraBusIed ied in _gathering.Ieds)
            {
                if (_known[ied.Index] is { IsFresh: false, EverRead: true } known)
                {
                    MakeStale(ied, known);
                }
            }
        }
    }

    private void MakeStale(MaraBusIed ied, Known known)
    {
        MaraIedMap.MakeStale(known.Readings);
        _gathering.Filling.Add(ied.Index, known.Readings);
    }

    private void Show(MaraBusIed ied)
    {
        MaraIedBytes bytes = _known[ied.Index].Bytes;
        _image?.Update(_concentrator, ied.Address.Value, bytes.Variables, bytes.Digitals, bytes.Analogs);
    }

    private sealed class Known(int points)
    {
        public readonly Reading[] Readings = new Reading[points];
        public readonly MaraIedBytes Bytes = new();
        public bool EverRead;
        public bool IsFresh;
        public int Misses;
    }
}
