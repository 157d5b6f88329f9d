using Dashboard.Alarms;
using Dashboard.Historian;
using Edge.Contracts;

namespace Dashboard.Ingest.Sites;

/// <summary>
/// Notes when a gateway or one of its devices goes away or comes back. The number of a note is made of its time, so that a note that a
/// restart of the dashboard repeats is recognised in the historian.
/// </summary>
internal sealed class SiteOutages
{
    private const int MaximumWaiting = 100;
    private const int Slots = CentreRecord.Slots;
    private const int FirstLink = 10;
    private const int TwinsSlot = 5;
    private static readonly TimeSpan TwinsEvery = TimeSpan.FromMinutes(10);

    // Null: it was down, and the profile did not have it since.
    private readonly Dictionary<string, bool?> _links = new(StringComparer.Ordinal);
    private readonly Queue<EventMessage> _notes = new();
    private readonly GatewayTwins _twins = new();
    private bool? _isThere;
    private DateTimeOffset? _twinsNoted;

    /// <summary>What was known before the dashboard restarted.</summary>
    internal void Restored(StateMessage? state)
    {
        _isThere = state is null ? null : state.Status == GatewayStatus.Online;
        foreach (FieldLinkState link in state?.Field ?? [])
        {
            _links[link.Device] = link.Up;
        }
    }

    /// <summary>The status of the site. While it is unknown, nothing is noted: that is an outage of the centre itself.</summary>
    internal void Status(SiteStatus status, DateTimeOffset? lastHeard, DateTimeOffset at)
    {
        bool isThere = status == SiteStatus.Online;
        if (status == SiteStatus.Unknown || _isThere == isThere)
        {
            return;
        }

        if (_isThere is not null)
        {
            Note(status switch
            {
                SiteStatus.Online => (CentreFinding.GatewayBack, 0),
                SiteStatus.Lost => (CentreFinding.GatewaySilent, 1),
                _ => (CentreFinding.GatewayOffline, 2),
            }, null, null, status == SiteStatus.Lost && lastHeard is { } last ? last : at, at);
        }

        _isThere = isThere;
    }

    /// <summary>The links of a gateway that is online.</summary>
    internal void Links(StateMessage state, DateTimeOffset at)
    {
        HashSet<string> there = [.. state.Field.Select(link => link.Device)];
        foreach (string gone in _links.Keys.Where(device => _links[device] == false && !there.Contains(device)).ToArray())
        {
            _links[gone] = null;
        }

        for (int i = 0; i < state.Field.Length; i++)
        {
            FieldLinkState link = state.Field[i];
            if (_links.TryGetValue(link.Device, out bool? up) && up != link.Up)
            {
                int slot = FirstLink + (((2 * i) + (link.Up ? 1 : 0)) % (Slots - FirstLink));
                Note(
                    (link.Up ? CentreFinding.LinkUp : CentreFinding.LinkDown, slot), link.Device, link.Detail, link.Since, at);
            }

            _links[link.Device] = link.Up;
        }
    }

    /// <summary>The epoch that a gateway announces. It never comes back after another one, unless there are two gateways.</summary>
    internal void Epoch(string epoch, DateTimeOffset at)
    {
        if (_twins.Announce(epoch) is { } other && !(at - _twinsNoted < TwinsEvery))
        {
            _twinsNoted = at;
            Note((CentreFinding.TwoGateways, TwinsSlot), null, $"{other}, {epoch}", at, at);
        }
    }

    /// <summary>The notes since the last call.</summary>
    internal IEnumerable<EventMessage> Take()
    {
        while (_notes.TryDequeue(out EventMessage? note))
        {
            yield return note;
        }
    }

    private void Note((string Finding, int Slot) what, string? device, string? detail, DateTimeOffset time, DateTimeOffset at)
    {
        if (_notes.Count >= MaximumWaiting)
        {
            _ = _notes.Dequeue();
        }

        _notes.Enqueue(new EventMessage
        {
            Epoch = CentreRecord.Epoch,
            Seq = ((device is null ? time : at).ToUnixTimeMilliseconds() * Slots) + what.Slot,
            Type = EventType.Gateway,
            Finding = what.Finding,
            Device = device,
            Text = detail,
            Time = time,
            TimeSource = TimeSource.Gateway,
            Clock = ClockState.Synchronised,
            Received = at,
        });
    }
}
