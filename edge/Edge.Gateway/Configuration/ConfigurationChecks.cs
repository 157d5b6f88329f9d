using System.Collections.Immutable;
using Edge.Gateway.Configuration.Findings;
using Edge.Gateway.Devices.Common;
using Edge.Gateway.Monitor;

namespace Edge.Gateway.Configuration;

/// <summary>Checks every value of a configuration and collects findings: key, value, range, what to do.</summary>
internal sealed class ConfigurationChecks(string folder)
{
    // ENOSPC of Linux.
    private const int DiskFull = 28;

    /// <summary>The permissions that a password file must not have: only the owner may write, and owner and group may read.</summary>
    private const UnixFileMode Strangers = UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly ConfigurationFindings _findings = new();

    /// <summary>The findings.</summary>
    public IReadOnlyList<(string Key, Phrase Text)> Errors => _findings.All;

    /// <summary>Checks, and makes the paths absolute.</summary>
    public GatewayConfiguration Check(GatewayConfiguration c)
    {
        _findings.Name("site", c.Site, "los-alamos");
        _findings.Required("name", c.Name, $"the name of the substation, for people.");
        if (_findings.Required("timeZone", c.TimeZone, $"for example \"America/Argentina/Buenos_Aires\".")
            && !TimeZoneInfo.TryFindSystemTimeZoneById(c.TimeZone, out _))
        {
            _findings.Add(
                "timeZone", $"'{c.TimeZone}' is no time zone of this machine: give an IANA name as \"America/Argentina/Buenos_Aires\" "
                + $"(package tzdata holds them).");
        }

        string workbook = Absolute(c.Profile.Workbook);
        if (_findings.Required("profile.workbook", c.Profile.Workbook, $"the workbook of the substation, .xls or .xlsx, or a profile file.")
            && !File.Exists(workbook))
        {
            _findings.Add(
                "profile.workbook", $"the file {workbook} does not exist or cannot be read: correct the path, or copy the workbook there.");
        }

        if (_findings.Required("dataDirectory", c.DataDirectory, $"where the journal is kept."))
        {
            CanWrite("dataDirectory", Absolute(c.DataDirectory));
        }

        Devices([.. c.Devices], c.Profile);
        OutstationChecks.Check(c.Northbound, _findings.Add);
        Mqtt(c.Mqtt);
        HistorianChecks.Check(c.Mqtt.Historians, _findings);
        _findings.Range("journal.maximumMegabytes", c.Journal.MaximumMegabytes, 1, 1_000_000);
        _findings.Range("journal.maximumDays", c.Journal.MaximumDays, 1, 3650);
        _findings.Range("requests.perSecond", c.Requests.PerSecond, 1, 50);
        _findings.Range("requests.burst", c.Requests.Burst, 1, 5000);
        if (c.Metrics.Problem is { } metrics)
        {
            _findings.Add("metrics.listen", metrics);
        }

        string? socket = c.Monitor.Socket is { } path ? Absolute(path) : null;
        if (socket is not null && _findings.Required("monitor.socket", socket, $"or leave the key out.")
            && MonitorConfiguration.ProblemOf(socket) is { } monitor)
        {
            _findings.Add("monitor.socket", monitor);
        }

        return c with
        {
            Profile = c.Profile with { Workbook = workbook },
            DataDirectory = Absolute(c.DataDirectory),
            Monitor = c.Monitor with { Socket = socket },
            Mqtt = c.Mqtt with
            {
                PasswordFile = c.Mqtt.PasswordFile is { } file ? Absolute(file) : null,
                CaFile = c.Mqtt.CaFile is { } ca ? Absolute(ca) : null,
            },
        };
    }

    private void Devices(ImmutableArray<DeviceConfiguration> devices, ProfileConfiguration profile)
    {
        if (devices.IsEmpty)
        {
            _findings.Add("devices", $"there is none: give at least one link to the field.");
        }

        Dictionary<string, string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < devices.Length; i++)
        {
            string name = devices[i].Name;
            _findings.Name($"devices[{i}].name", name, "comaster");
            if (name.Length > 0 && !names.TryAdd(name, $"devices[{i}]"))
            {
                _findings.Add(
                    $"devices[{i}].name",
                    $"'{name}' is the name of {names[name]} too: give each its own, the journal remembers it by its name.");
            }

            devices[i].Check(new DeviceCheck(_findings, devices, i, profile.Comaster is not null));
        }
    }

    private void PasswordFile(string? name)
    {
        if (name is null)
        {
            return;
        }

        string file = Absolute(name);
        if (!File.Exists(file))
        {
            _findings.Add(
                "mqtt.passwordFile", $"the file {file} does not exist or cannot be read: create it with the password in its first line.");
        }
        else if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Strangers) is not UnixFileMode.None)
        {
            string mode = Convert.ToString((int)File.GetUnixFileMode(file), 8);
            _findings.Add(
                "mqtt.passwordFile",
                $"{file} has the mode {mode}: everybody on this machine can read it, or others than its owner can write it: "
                + $"chmod 640 {file}, or 600.");
        }
    }

    private void Mqtt(MqttConfiguration m)
    {
        _findings.Required("mqtt.host", m.Host, $"the name or address of the broker.");
        _findings.Range("mqtt.port", m.Port ?? 1883, 1, 65535);
        _findings.Range("mqtt.heartbeat", m.Heartbeat, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        _findings.Range("mqtt.gather", m.Gather, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        _findings.Range("mqtt.keepAlive", m.KeepAlive, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        if (m.ClientId is not null)
        {
            _findings.Required("mqtt.clientId", m.ClientId, $"or leave the key out.");
        }

        if (m.PasswordFile is not null && m.PasswordVariable is not null)
        {
            _findings.Add("mqtt.passwordVariable", $"stands beside passwordFile: give one of the two.");
        }

        if ((m.PasswordFile is not null || m.PasswordVariable is not null) && m.User is null)
        {
            _findings.Add("mqtt.user", $"is missing: a password needs a user.");
        }

        PasswordFile(m.PasswordFile);

        if (m.PasswordVariable is { } variable && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)))
        {
            _findings.Add("mqtt.passwordVariable",
                $"the environment variable {variable} is empty: set it (in a unit: Environment= or EnvironmentFile=).");
        }

        if (m.CaFile is { } ca)
        {
            if (!m.Tls)
            {
                _findings.Add("mqtt.caFile", $"has no effect without \"tls\": true.");
            }

            if (!File.Exists(Absolute(ca)))
            {
                _findings.Add("mqtt.caFile",
                    $"the file {Absolute(ca)} does not exist or cannot be read: give the certificate of the authority, PEM.");
            }
        }
    }

    private void CanWrite(string key, string directory)
    {
        try
        {
            _ = Directory.CreateDirectory(directory);
            string probe = Path.Combine(directory, $".write-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (IOException full) when (full.HResult == DiskFull)
        {
            // No fault of the configuration: the journal says what to do, and the start is tried again.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _findings.Add(
                key, $"{directory} cannot be written: {e.Message} Give the user of the gateway the right to, or another directory.");
        }
    }

    private string Absolute(string path) => path.Length == 0 ? "" : Path.GetFullPath(path, folder);
}
