using System.Globalization;
using System.Net;
using Edge.Contracts;
using Edge.Protocols.Mara;

namespace Edge.Gateway.Configuration;

/// <summary>Checks and reads the section <c>northbound</c>.</summary>
internal static class OutstationChecks
{
    /// <summary>The address and port of an entry; null where its text is no address with a port.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="index">Its index in the list, from 0: the default port depends on it.</param>
    public static IPEndPoint? ListenOf(OutstationConfiguration entry, int index)
    {
        if (entry.Listen is null)
        {
            return new IPEndPoint(IPAddress.Any, MaraTcp.DefaultPort + index);
        }

        // A number alone would be read as an address.
        return entry.Listen.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(entry.Listen, out IPEndPoint? endpoint)
            && endpoint.Port != 0
            ? endpoint
            : null;
    }

    /// <summary>The network of a client; an address without a length is a network of one address. Null where the text is neither.</summary>
    /// <param name="address">The text of the configuration.</param>
    public static IPNetwork? NetworkOf(string address)
    {
        if (IPAddress.TryParse(address, out IPAddress? one))
        {
            return new IPNetwork(one, one.GetAddressBytes().Length * 8);
        }

        return IPNetwork.TryParse(address, out IPNetwork network) ? network : null;
    }

    /// <summary>Adds a finding for everything that is wrong.</summary>
    /// <param name="entries">The list.</param>
    /// <param name="add">Receives the key and the text of a finding.</param>
    public static void Check(OutstationConfiguration[] entries, Action<string, Phrase> add)
    {
        List<IPEndPoint> taken = [];
        HashSet<int> served = [];
        for (int i = 0; i < entries.Length; i++)
        {
            OutstationConfiguration entry = entries[i];
            string key = string.Create(CultureInfo.InvariantCulture, $"northbound[{i}]");
            Listen(key, ListenOf(entry, i), entry, taken, add);
            if (entry.Comaster is null && entries.Length > 1)
            {
                add($"{key}.comaster",
                    $"is missing: where several are served, each names its concentrator, the id of a row of the sheet comaster.");
            }
            else if (entry.Comaster is { } id && !served.Add(id))
            {
                add($"{key}.comaster", $"{id} is served by an entry before already: give all its clients there.");
            }

            if (entry.MaximumClients is < 1 or > 64)
            {
                add($"{key}.maximumClients", $"{entry.MaximumClients} is out of range: give 1 to 64.");
            }

            if (entry.Clients.Length == 0 && !entry.AllowUnknown)
            {
                add($"{key}.clients",
                    $"is empty, and allowUnknown is not true: no centre could poll. Name the control centres, or allow unknown ones.");
            }

            Clients(key, entry.Clients, add);
        }
    }

    private static void Listen(
        string key, IPEndPoint? endpoint, OutstationConfiguration entry, List<IPEndPoint> taken, Action<string, Phrase> add)
    {
        if (endpoint is null)
        {
            add($"{key}.listen",
                $"'{entry.Listen}' is no address with a port: give for example \"0.0.0.0:9761\", or \"[::]:9761\" for IPv6 as well.");
            return;
        }

        if (taken.Exists(
            other => other.Port == endpoint.Port && (IsAny(other) || IsAny(endpoint) || other.Address.Equals(endpoint.Address))))
        {
            add($"{key}.listen", $"{endpoint} is taken by an entry before: give each its own port.");
        }

        taken.Add(endpoint);
    }

    private static bool IsAny(IPEndPoint endpoint) => endpoint.Address.Equals(IPAddress.Any) || endpoint.Address.Equals(IPAddress.IPv6Any);

    private static void Clients(string key, OutstationClientConfiguration[] clients, Action<string, Phrase> add)
    {
        for (int i = 0; i < clients.Length; i++)
        {
            OutstationClientConfiguration client = clients[i];
            string place = string.Create(CultureInfo.InvariantCulture, $"{key}.clients[{i}]");
            if (!Topics.IsName(client.Name))
            {
                add($"{place}.name", $"'{client.Name}' is no name: use 1 to 64 letters, digits, '-', '_' or '.'.");
            }
            else if (clients[..i].Any(c => c.Name == client.Name))
            {
                add($"{place}.name",
                    $"'{client.Name}' is the name of a client before: give each its own, the journal remembers it by its name.");
            }

            if (client.Source is < 0 or > 254)
            {
                add($"{place}.source", $"{client.Source} is out of range: give 0 to 254 (64 for most control centres).");
            }

            IPNetwork? network = client.Address is null ? null : NetworkOf(client.Address);
            if (client.Address is not null && network is null)
            {
                add($"{place}.address",
                    $"'{client.Address}' is neither an address nor a network: give for example \"10.1.2.3\" or \"10.1.2.0/24\".");
            }
            else if (clients[..i].FirstOrDefault(c => Covers(c, client, network)) is { } earlier)
            {
                add(
                    place,
                    $"is never used: each centre that matches it matches '{earlier.Name}' before it. "
                    + $"Give them different addresses or sources, the narrower first.");
            }
        }
    }

    private static bool Covers(OutstationClientConfiguration earlier, OutstationClientConfiguration later, IPNetwork? network)
    {
        bool source = earlier.Source is null || earlier.Source == later.Source;
        if (earlier.Address is null || !source)
        {
            return source;
        }

        return NetworkOf(earlier.Address) is { } wider && network is { } narrower
            && wider.PrefixLength <= narrower.PrefixLength && wider.Contains(narrower.BaseAddress);
    }
}
