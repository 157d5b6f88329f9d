using System.Collections.Immutable;
using Edge.Contracts;
using Edge.Gateway.Configuration;
using Edge.Mqtt;
using Edge.Pipeline.Live;
using Edge.Profiles;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Runtime;

/// <summary>
/// Reads the profile again on request, and activates or refuses it as a whole (ADR 0014). The running station is not affected by reading
/// and checking. The result is logged and published in the state.
/// </summary>
internal sealed class ProfileReload
{
    /// <summary>How many changes are logged; <c>edge profile diff</c> shows all.</summary>
    private const int MostLines = 40;

    private const int LongestDetail = 1000;
    private const int HashDigits = 12;

    private readonly GatewayConfiguration _configuration;
    private readonly Station _station;
    private readonly MqttPublisher _publisher;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string? _configurationFile;
    private readonly (long, DateTime)? _configurationStamp;
    private readonly Signal _requested = new();
    private ProfileState _state;

    /// <summary>Makes it; nothing is read before <see cref="Request"/>.</summary>
    public ProfileReload(
        GatewayConfiguration configuration, Station station, MqttPublisher publisher, TimeProvider time, ILogger logger,
        string? configurationFile)
    {
        (_configuration, _station, _publisher, _time, _logger) = (configuration, station, publisher, time, logger);
        (_configurationFile, _configurationStamp) = (configurationFile, StampOf(configurationFile));
        _state = new ProfileState { Hash = station.Plan.Profile.Hash, Since = time.GetUtcNow() };
        station.Activated = OnActivated;
        publisher.PublishProfileState(_state);
    }

    /// <summary>The short form of the hash of a profile, for people.</summary>
    public static string Short(string hash) => hash[..Math.Min(HashDigits, hash.Length)];

    /// <summary>Requests a reload. During a reload it requests another one.</summary>
    public void Request() => _requested.Set();

    /// <summary>Runs until it is stopped.</summary>
    /// <param name="stop">The stop.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            await _requested.WaitAsync(stop).ConfigureAwait(false);
            await ReloadAsync(stop).ConfigureAwait(false);
        }
    }

    private async Task ReloadAsync(CancellationToken stop)
    {
        Log.Reloading(_logger, _configuration.Profile.Workbook);
        if (StampOf(_configurationFile) != _configurationStamp)
        {
            Log.ConfigurationNotReloaded(_logger, _configurationFile!);
        }

        StationPlan before = _station.Plan;
        (StationPlan? plan, Refusal? refusal) = await Task.Run(() => Prepare(before), stop).ConfigureAwait(false);
        if (plan is not null && plan.Profile.Hash == before.Profile.Hash)
        {
            Log.ProfileIsTheSame(_logger, Short(before.Profile.Hash));
            PublishState(_state with { Refused = null });
            return;
        }

        if (plan is not null)
        {
            // Logged before the activation: if it fails, the log has the changes that caused it.
            LogChanges(before, plan);
            refusal = await _station.ActivateAsync(plan, stop).ConfigureAwait(false);
        }

        if (refusal is null)
        {
            ProfileReport.Write(_logger, plan!.Check);
            Log.ProfileTaken(_logger, Short(plan.Profile.Hash), plan.Profile.Digitals.Length + plan.Profile.Analogs.Length,
                plan.Profile.Elements.Length);
        }
        else
        {
            Log.ProfileRefused(_logger, _configuration.Profile.Workbook, Short(before.Profile.Hash), refusal.Detail);
            string detail = refusal.Detail.Length <= LongestDetail ? refusal.Detail : refusal.Detail[..(LongestDetail - 2)] + " …";
            PublishState(_state with
            {
                Refused = new ProfileRefusal { Time = _time.GetUtcNow(), Reason = refusal.Reason, Detail = detail },
            });
        }
    }

    private (StationPlan? Plan, Refusal? Refusal) Prepare(StationPlan before)
    {
        try
        {
            ProfileImportResult import = ProfileImporter.Import(_configuration.Profile.Workbook, StationPlan.ImportOptions(_configuration));
            if (import.Profile?.Hash == before.Profile.Hash)
            {
                return (before, null);
            }

            ProfileCheck check = ProfileCheck.Of(import);
            return ProfileAcceptance.Check(before.Check, check) is { } refusal
                ? (null, refusal)
                : (StationPlan.Of(_configuration, check, before.Image, _time), null);
        }
        catch (GatewayStartException failure)
        {
            return (null, new Refusal(ProfileReasonCode.DoesNotFit, failure.Message));
        }
#pragma warning disable CA1031 // A bug that a workbook causes must not stop the running station.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.ReloadBug(_logger, bug);
            return (null, new Refusal(
                ProfileReasonCode.ProgramFailed, $"The program failed with it ({bug.Message}): please report this with the workbook."));
        }
    }

    private void LogChanges(StationPlan before, StationPlan plan)
    {
        ImmutableArray<ProfileChange> changes = ProfileDiff.Compare(before.Check.Import, plan.Check.Import);
        Log.ProfileChanges(_logger, Short(before.Profile.Hash), Short(plan.Profile.Hash), changes.Length);
        foreach (ProfileChange change in changes.Take(MostLines))
        {
            Log.ProfileChange(_logger, change.Group, change.ToString());
        }

        if (changes.Length > MostLines)
        {
            Log.ProfileChangesLeftOut(_logger, changes.Length - MostLines);
        }
    }

    private void OnActivated(StationPlan plan, LiveBoard board)
    {
        _state = new ProfileState { Hash = plan.Profile.Hash, Since = _time.GetUtcNow() };
        _publisher.Use(plan.Site, board, _state);
    }

    private void PublishState(ProfileState state)
    {
        _state = state;
        _publisher.PublishProfileState(state);
    }

    private static (long, DateTime)? StampOf(string? file) =>
        file is not null && new FileInfo(file) is { Exists: true } info ? (info.Length, info.LastWriteTimeUtc) : null;
}
