using System.Collections.Immutable;
using Edge.Domain;
using Edge.Field.Mara.Outstation;
using Edge.Gateway.Configuration;
using Edge.Gateway.Devices.Common;
using Edge.Journal;
using Edge.Pipeline;
using Edge.Profiles;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Runtime;

/// <summary>Makes the servers that control centres poll.</summary>
internal static class OutstationServers
{
    // A slow bus with many IEDs needs some seconds for a round: only an older value was certainly not polled.
    private static readonly TimeSpan ShortestAge = TimeSpan.FromSeconds(10);

    /// <summary>The image that the drivers write.</summary>
    public static StationImage ImageOf(ImmutableArray<DevicePlan> devices, Profile profile, TimeProvider time)
    {
        TimeSpan age = devices.Select(device => device.MaximumAge).Append(ShortestAge).Max();
        return new StationImage(profile.Ieds, time, age);
    }

    /// <summary>The options of the servers, in the order of the configuration.</summary>
    /// <exception cref="GatewayStartException">An entry does not fit the profile.</exception>
    public static ImmutableArray<OutstationOptions> OptionsOf(
        GatewayConfiguration configuration, ProfileImportResult import, StationImage image)
    {
        var all = ImmutableArray.CreateBuilder<OutstationOptions>();
        for (int i = 0; i < configuration.Northbound.Length; i++)
        {
            OutstationConfiguration entry = configuration.Northbound[i];
            OutstationOptions options = OptionsOf(entry, i, ComasterOf(entry, i, import));
            try
            {
                OutstationServer.CanServe(options, image);
            }
            catch (ArgumentException e)
            {
                throw new GatewayStartException($"northbound[{i}]: {WordedException.TextOf(e)}", e);
            }

            all.Add(options);
        }

        return all.DrainToImmutable();
    }

    /// <summary>
    /// Removes the cursors of control centres that are not in the configuration: a removed centre does not poll again, and the journal
    /// would keep all events for it.
    /// </summary>
    public static void RemoveOtherReaders(IEnumerable<string> present, SqliteJournal journal, ILogger logger)
    {
        try
        {
            foreach (string reader in journal.Readers.Where(r => r.StartsWith(OutstationServer.ReaderPrefix, StringComparison.Ordinal))
                .Except(present))
            {
                journal.ForgetReader(reader);
                Log.CentreForgotten(logger, reader);
            }
        }
        catch (JournalWriteException failure)
        {
            // Not fatal: the next start tries again.
            Log.CentresNotForgotten(logger, failure.Message);
        }
    }

    private static OutstationOptions OptionsOf(OutstationConfiguration entry, int index, int comaster) => new()
    {
        // ListenOf and NetworkOf cannot fail here: the configuration was checked.
        Listen = OutstationChecks.ListenOf(entry, index)!,
        Comaster = comaster,
        Clients =
        [
            .. entry.Clients.Select(c => new OutstationClientOptions
            {
                Name = c.Name,
                Network = c.Address is { } address ? OutstationChecks.NetworkOf(address) : null,
                Source = (byte?)c.Source,
            }),
        ],
        AllowUnknown = entry.AllowUnknown,
        SetTime = entry.SetTime,
        Control = entry.Control,
        Diagnosis = entry.Diagnosis,
        MaximumConnections = entry.MaximumClients,
    };

    // A profile of one concentrator does not use its id.
    private static int ComasterOf(OutstationConfiguration entry, int index, ProfileImportResult import)
    {
        string ids = string.Join(", ", import.Comasters.Select(c => c.Id));
        if (entry.Comaster is { } id && import.Comasters.All(c => c.Id != id))
        {
            throw new GatewayStartException($"northbound[{index}].comaster: {id} is no concentrator of this gateway: give one of {ids}.");
        }

        if (entry.Comaster is null && import.Comasters.Length > 1)
        {
            throw new GatewayStartException(
                $"northbound[{index}].comaster is missing: the gateway has several concentrators, give one of {ids}.");
        }

        return import.Comasters.Length > 1 ? entry.Comaster!.Value : 0;
    }
}
