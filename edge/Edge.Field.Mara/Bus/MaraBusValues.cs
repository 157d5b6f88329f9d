using Edge.Field.Mara.Layout;
using Edge.Pipeline;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// The last values of each IED: as readings for the scan, and as unchanged bytes for control centres. Used by the thread of the bus;
/// changes of a scan need the gate of the gathering.
/// </summary>
internal sealed class MaraBusValues
{
    private const int MissesUntilStale = 2;

    private readonly MaraBusGathering _gathering;
    private readonly IStationImage? _image;
    private readonly int _concentrator;
    private readonly Known[] _known;

    /// <summary>Creates it without values.</summary>
    /// <param name="gathering">Receives the readings.</param>
    /// <param name="image">Receives the bytes, or null.</param>
    /// <param name="concentrator">The id of the concentrator in the profile.</param>
    public MaraBusValues(MaraBusGathering gathering, IStationImage? image, int concentrator)
    {
        (_gathering, _image, _concentrator) = (gathering, image, concentrator);
        _known = [.. gathering.Ieds.Select(ied => new Known(ied.Map.Count))];
    }

    /// <summary>Stores the values of an answer. Only with the gate.</summary>
    public void Update(MaraBusIed ied, in MaraPollAnswer answer)
    {
        Known known = _known[ied.Index];
        ied.Map.Map(answer, known.Readings);
        (known.EverRead, known.IsFresh, known.Misses) = (true, true, 0);
        _gathering.Filling.Add(ied.Index, known.Readings);
    }

    /// <summary>Updates the station image with the answer of an IED.</summary>
    public void UpdateImage(MaraBusIed ied, in MaraPollAnswer answer)
    {
        _known[ied.Index].Bytes.Keep(answer);
        UpdateImage(ied);
    }

    /// <summary>Marks an IED in the station image as not answering; its values stay.</summary>
    public void MarkLostInImage(MaraBusIed ied)
    {
        _known[ied.Index].Bytes.MarkSilent();
        UpdateImage(ied);
    }

    /// <summary>Records a poll without a valid answer: after the second the values are stale. Takes the gate.</summary>
    /// <param name="ied">The asked IED.</param>
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

    /// <summary>Marks all IEDs in the station image as not answering, because the port failed.</summary>
    public void PortFailed() => _image?.Lost(_concentrator);

    /// <summary>
    /// The port works again. During the failure the pipeline set all values to stale because of the link; from now on the cause is the IED
    /// itself. Takes the gate.
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

    private void UpdateImage(MaraBusIed ied)
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
