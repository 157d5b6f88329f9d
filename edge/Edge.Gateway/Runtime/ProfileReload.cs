using System.Collections.Immutable;
using Edge.Contracts;
using Edge.Gateway.Configuration;
using Edge.Mqtt;
using Edge.Pipeline.Live;
using Edge.Profiles;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Runtime;

/// <summary>
/// Reads the profile again when it is asked to, and puts it to work or refuses it whole (ADR 0014). All reading and checking is done beside
/// the running station; what became of it stands in the log and in the state.
/// </summary>
internal sealed class ProfileReload
{
    /// <summary>How many changes and findings go into the log; the commands <c>edge profile diff</c> and <c>check</c> show all.</summary>
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
    private readonly Signal _asked = new();
    private ProfileState _state;

    /// <summary>Makes it; nothing is read before it is asked for.</summary>
    public ProfileReload(
        GatewayConfiguration configuration, Station station, MqttPublisher publisher, TimeProvider time, ILogger logger,
        string? configurationFile)
    {
        (_configuration, _station, _publisher, _time, _logger) = (configuration, station, publisher, time, logger);
        (_configurationFile, _configurationStamp) = (configurationFile, StampOf(configurationFile));
        _state = new ProfileState { Hash = station.Plan.Profile.Hash, Since = time.GetUtcNow() };
        station.Taken = Taken;
        publisher.PublishProfileState(_state);
    }

    /// <summary>How a version of a profile is named to people.</summary>
    public static string Short(string hash) => hash[..Math.Min(HashDigits, hash.Length)];

    /// <summary>Asks for the profile to be read again, once more also while it is being read.</summary>
    public void Ask() => _asked.Set();

    /// <summary>Runs until it is stopped.</summary>
    /// <param name="stop">The stop.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            await _asked.WaitAsync(stop).ConfigureAwait(false);
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
        (StationPlan? plan, Refusal? why) = await Task.Run(() => Prepare(before), stop).ConfigureAwait(false);
        if (plan is not null && plan.Profile.Hash == before.Profile.Hash)
        {
            Log.ProfileIsTheSame(_logger, Short(before.Profile.Hash));
            Tell(_state with { Refused = null });
            return;
        }

        if (plan is not null)
        {
            // Said before it is done: a box that then fails has told what it was about to do.
            Announce(before, plan);
            why = await _station.TakeAsync(plan, stop).ConfigureAwait(false);
        }

        if (why is null)
        {
            ProfileReport.Write(_logger, plan!.Check);
            Log.ProfileTaken(_logger, Short(plan.Profile.Hash), plan.Profile.Digitals.Length + plan.Profile.Analogs.Length,
                plan.Profile.Elements.Length);
        }
        else
        {
            Log.ProfileRefused(_logger, _configuration.Profile.Workbook, Short(before.Profile.Hash), why.Detail);
            string detail = why.Detail.Length <= LongestDetail ? why.Detail : why.Detail[..(LongestDetail - 2)] + " …";
            Tell(_state with { Refused = new ProfileRefusal { Time = _time.GetUtcNow(), Reason = why.Reason, Detail = detail } });
        }
    }

    private (StationPlan? Plan, Refusal? Why) Prepare(StationPlan before)
    {
        try
        {
            ProfileImportResult import = ProfileImporter.Import(_configuration.Profile.Workbook, StationPlan.ImportOptions(_configuration));
            if (import.Profile?.Hash == before.Profile.Hash)
            {
                return (before, null);
            }

            ProfileCheck check = ProfileCheck.Of(import);
            return ProfileJudgement.Refuse(before.Check, check) is { } why
                ? (null, why)
                : (StationPlan.Of(_configuration, check, before.Image, _time), null);
        }
        catch (GatewayStartException wrong)
        {
            return (null, new Refusal(ProfileReasonCode.DoesNotFit, wrong.Message));
        }
#pragma warning disable CA1031 // A bug that a workbook brings up must not take the running station with it.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.ReloadBug(_logger, bug);
            return (null, new Refusal(
                ProfileReasonCode.ProgramFailed, $"The program failed over it ({bug.Message}): please report this with the workbook."));
        }
    }

    private void Announce(StationPlan before, StationPlan plan)
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

    private void Taken(StationPlan plan, LiveBoard board)
    {
        _state = new ProfileState { Hash = plan.Profile.Hash, Since = _time.GetUtcNow() };
        _publisher.Use(plan.Site, board, _state);
    }

    private void Tell(ProfileState state)
    {
        _state = state;
        _publisher.PublishProfileState(state);
    }

    private static (long, DateTime)? StampOf(string? file) =>
        file is not null && new FileInfo(file) is { Exists: true } info ? (info.Length, info.LastWriteTimeUtc) : null;
}
