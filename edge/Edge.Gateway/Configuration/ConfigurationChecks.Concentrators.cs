namespace Edge.Gateway.Configuration;

/// <content>Several concentrators of one substation (ADR 0007).</content>
internal sealed partial class ConfigurationChecks
{
    // Each of several reads its own part of the profile, and the journal remembers each by its name.
    private void Concentrators(DeviceConfiguration[] devices, ProfileConfiguration profile)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        Dictionary<int, string> ids = [];
        Dictionary<(string, int), string> peers = [];
        bool several = devices.Count(d => d.Type == MaraTcp) > 1;
        for (int i = 0; i < devices.Length; i++)
        {
            DeviceConfiguration d = devices[i];
            string key = $"devices[{i}]";
            if (d.Name.Length > 0 && !names.TryAdd(d.Name, key))
            {
                Add($"{key}.name", $"'{d.Name}' is the name of {names[d.Name]} too: give each its own, the journal remembers it by its name.");
            }

            if (d.Type != MaraTcp)
            {
                continue;
            }

            int port = d.Port ?? 9761;
            if (d.Host is { } host && !peers.TryAdd((host.ToUpperInvariant(), port), key))
            {
                Add($"{key}.host", $"{host}, port {port}, is where {peers[(host.ToUpperInvariant(), port)]} connects too: a concentrator serves one client.");
            }

            if (d.Comaster is { } id)
            {
                Concentrator(key, id, ids, profile);
            }
            else if (several)
            {
                Add($"{key}.comaster", "is missing: each of several names its concentrator, the id of a row of the sheet comaster.");
            }
        }
    }

    private void Concentrator(string key, int id, Dictionary<int, string> ids, ProfileConfiguration profile)
    {
        Range($"{key}.comaster", id, 1, int.MaxValue);
        if (!ids.TryAdd(id, key))
        {
            Add($"{key}.comaster", $"{id} is the concentrator of {ids[id]} too: it has one link.");
        }

        if (profile.Comaster is not null)
        {
            Add($"{key}.comaster", "stands beside profile.comaster: give one of the two.");
        }
    }
}
