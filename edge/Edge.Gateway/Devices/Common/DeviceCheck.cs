using System.Collections.Immutable;
using Edge.Gateway.Configuration.Findings;

namespace Edge.Gateway.Devices.Common;

/// <summary>
/// The check of one device: it collects the findings, and knows the other devices. Keys are those of the device, as <c>bus.baud</c>.
/// </summary>
/// <param name="findings">Receives the findings.</param>
/// <param name="devices">All devices of the configuration.</param>
/// <param name="index">Which of them is checked.</param>
/// <param name="profileNamesConcentrator">Whether <c>profile.comaster</c> is given.</param>
internal sealed class DeviceCheck(
    ConfigurationFindings findings, ImmutableArray<DeviceConfiguration> devices, int index, bool profileNamesConcentrator)
{
    /// <summary>Whether <c>profile.comaster</c> is given.</summary>
    public bool ProfileNamesConcentrator => profileNamesConcentrator;

    /// <summary>All devices, including this one, each with its key.</summary>
    public IEnumerable<(string Key, DeviceConfiguration Device)> All => devices.Select((device, i) => (KeyOf(i), device));

    /// <summary>The devices of the same type before this one, each with its key.</summary>
    public IEnumerable<(string Key, T Device)> Before<T>() where T : DeviceConfiguration =>
        All.Take(index).Where(other => other.Device is T).Select(other => (other.Key, (T)other.Device));

    /// <summary>The whole key.</summary>
    /// <param name="key">A key of the device.</param>
    public string PathOf(string key) => $"{KeyOf(index)}.{key}";

    /// <inheritdoc cref="ConfigurationFindings.Add"/>
    public void Add(string key, Phrase text) => findings.Add(PathOf(key), text);

    /// <inheritdoc cref="ConfigurationFindings.Required"/>
    public bool Required(string key, string value, Phrase hint) => findings.Required(PathOf(key), value, hint);

    /// <inheritdoc cref="ConfigurationFindings.Range(string, int, int, int)"/>
    public void Range(string key, int value, int minimum, int maximum) => findings.Range(PathOf(key), value, minimum, maximum);

    /// <inheritdoc cref="ConfigurationFindings.Range(string, TimeSpan, TimeSpan, TimeSpan)"/>
    public void Range(string key, TimeSpan value, TimeSpan minimum, TimeSpan maximum) =>
        findings.Range(PathOf(key), value, minimum, maximum);

    /// <summary>A time within bounds, or zero.</summary>
    public void RangeOrZero(string key, TimeSpan value, TimeSpan minimum, TimeSpan maximum)
    {
        if (value != TimeSpan.Zero)
        {
            Range(key, value, minimum, maximum);
        }
    }

    /// <summary>Checks the period of polls, which every polled type has.</summary>
    public void PollPeriod(TimeSpan value) => Range("pollPeriod", value, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));

    private static string KeyOf(int place) => $"devices[{place}]";
}
