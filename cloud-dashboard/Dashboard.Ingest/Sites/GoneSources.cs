using Dashboard.Alarms;
using Edge.Contracts;

namespace Dashboard.Ingest.Sites;

/// <summary>Finds the alarms whose point, limit or device a station no longer has.</summary>
internal static class GoneSources
{
    /// <summary>The alarms of a station that a supervisor forgot.</summary>
    internal static IEnumerable<CentreFault> Forgotten(IEnumerable<Alarm> standing) =>
        standing.Select(alarm => Gone(alarm, GoneReason.StationForgotten));

    /// <summary>The alarms of a station that is online.</summary>
    /// <param name="standing">What is in alarm there.</param>
    /// <param name="state">What its gateway says now.</param>
    /// <param name="catalog">What it has.</param>
    internal static IEnumerable<CentreFault> Of(IEnumerable<Alarm> standing, StateMessage state, CatalogMessage? catalog)
    {
        // A catalogue that was refused, or has not come yet, says nothing of what is there now.
        if (catalog is null || state.Profile?.Hash != catalog.Profile)
        {
            yield break;
        }

        Alarm[] those = [.. standing];
        if (those.Length == 0)
        {
            yield break;
        }

        Dictionary<string, CatalogTag> tags = catalog.Tags.DistinctBy(tag => tag.Tag).ToDictionary(tag => tag.Tag, StringComparer.Ordinal);
        HashSet<string> devices = [.. catalog.Devices.Select(device => device.Id), .. state.Field.Select(link => link.Device)];
        foreach (Alarm alarm in those)
        {
            if (Reason(alarm, tags, devices) is { } reason)
            {
                yield return Gone(alarm, reason);
            }
        }
    }

    private static string? Reason(Alarm alarm, Dictionary<string, CatalogTag> tags, HashSet<string> devices)
    {
        AlarmCondition condition = alarm.Condition;
        if (alarm.Event.Tag is { } tag && (AlarmCondition.OfPoint.Contains(condition) || condition == AlarmCondition.InputMasked))
        {
            return !tags.TryGetValue(tag, out CatalogTag? point) ? GoneReason.PointGone
                : (condition == AlarmCondition.AboveMaximum && point.Maximum is null)
                    || (condition == AlarmCondition.BelowMinimum && point.Minimum is null) ? GoneReason.LimitGone : null;
        }

        bool isOfDevice = condition == AlarmCondition.DeviceLost || condition == AlarmCondition.LinkDown
            || condition == AlarmCondition.ClockOff || condition == AlarmCondition.InputMasked;
        return isOfDevice && alarm.Event.Device is { } device && !devices.Contains(device) ? GoneReason.DeviceGone : null;
    }

    private static CentreFault Gone(Alarm alarm, string reason) =>
        new(alarm.Source, CentreFinding.SourceGone, IsThere: false) { Ends = alarm, Text = reason };
}
