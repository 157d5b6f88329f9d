using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline.Live;

namespace Edge.Pipeline.Loop;

/// <summary>What the loop knows of one device of the configuration.</summary>
internal sealed class DeviceState(int index, DeviceSource source, LinkHealth health, StateWatch states, StepWatch steps)
{
    private readonly SortedSet<string> _silent = new(StringComparer.Ordinal);
    private bool _isFresh;

    public int Index { get; } = index;

    public DeviceSource Source { get; } = source;

    public LinkHealth Health { get; set; } = health;

    /// <summary>The number of the scan that was applied last.</summary>
    public long Applied { get; set; }

    /// <summary>The findings about the scan <see cref="Applied"/>.</summary>
    public ImmutableArray<FieldEvent> Findings { get; set; } = [];

    /// <summary>Whether its values count: while they do not, the next ones are no step from them.</summary>
    public bool Fresh
    {
        get => _isFresh;
        set
        {
            _isFresh = value;
            if (!value)
            {
                steps.Forget();
            }
        }
    }

    public long AnsweredAt { get; private set; }

    public int Failures { get; set; }

    public ImmutableArray<string> Silent { get; private set; } = [];

    /// <summary>Copies the state of the device of the former profile, and those of its silent IEDs that the new profile has.</summary>
    public void ContinueFrom(DeviceState before, IReadOnlySet<string> devices)
    {
        _silent.UnionWith(before._silent.Where(devices.Contains));
        Silent = [.. _silent];
        (Fresh, AnsweredAt, Failures) = (before.Fresh, before.AnsweredAt, before.Failures);
        Health = before.Health with { Silent = [.. before.Health.Silent.Where(devices.Contains)] };
    }

    /// <summary>What a scan that was applied says beside its events.</summary>
    public ImmutableArray<FieldEvent> Find(in Scan scan, LiveState live) => states.Add(in scan, live).AddRange(steps.Add(in scan, live));

    public void Answered(in Scan scan, TimeProvider time)
    {
        Fresh = true;
        AnsweredAt = time.GetTimestamp();
        Failures = 0;
        foreach (FieldDeviceHealth device in scan.Devices)
        {
            _ = device.Answers ? _silent.Remove(device.Id) : _silent.Add(device.Id);
        }

        if (!scan.Devices.IsEmpty)
        {
            Silent = [.. _silent];
        }
    }
}
