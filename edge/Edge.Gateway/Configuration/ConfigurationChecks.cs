using System.Globalization;
using Edge.Contracts;

namespace Edge.Gateway.Configuration;

/// <summary>Checks every value of a configuration and collects what is wrong: key, value, range, what to do.</summary>
internal sealed partial class ConfigurationChecks(string folder)
{
    /// <summary>The device types that exist.</summary>
    public const string MaraTcp = "mara-tcp";

    private const string NameRule = "use 1 to 64 letters, digits, '-', '_' or '.'.";

    /// <summary>What was found: the key and the words.</summary>
    public List<(string Key, string Text)> Errors { get; } = [];

    /// <summary>Checks, and makes the paths absolute.</summary>
    public GatewayConfiguration Check(GatewayConfiguration c)
    {
        Name("site", c.Site, "for example \"los-alamos\"; " + NameRule);
        Required("name", c.Name, "what people call the substation.");
        if (Required("timeZone", c.TimeZone, "for example \"America/Argentina/Buenos_Aires\".")
            && !TimeZoneInfo.TryFindSystemTimeZoneById(c.TimeZone, out _))
        {
            Add("timeZone", $"'{c.TimeZone}' is no time zone of this machine: give an IANA name as \"America/Argentina/Buenos_Aires\" "
                + "(package tzdata holds them).");
        }

        string workbook = Absolute(c.Profile.Workbook);
        if (Required("profile.workbook", c.Profile.Workbook, "the workbook of the substation, .xls or .xlsx.") && !File.Exists(workbook))
        {
            Add("profile.workbook", $"the file {workbook} does not exist or cannot be read: correct the path, or copy the workbook there.");
        }

        if (Required("dataDirectory", c.DataDirectory, "where the journal is kept."))
        {
            CanWrite("dataDirectory", Absolute(c.DataDirectory));
        }

        Devices(c.Devices);
        Concentrators(c.Devices, c.Profile);
        NorthboundChecks.Check(c.Northbound, Add);
        Mqtt(c.Mqtt);
        Range("journal.maximumMegabytes", c.Journal.MaximumMegabytes, 1, 1_000_000);
        Range("journal.maximumDays", c.Journal.MaximumDays, 1, 3650);
        return c with
        {
            Profile = c.Profile with { Workbook = workbook },
            DataDirectory = Absolute(c.DataDirectory),
            Mqtt = c.Mqtt with
            {
                PasswordFile = c.Mqtt.PasswordFile is { } file ? Absolute(file) : null,
                CaFile = c.Mqtt.CaFile is { } ca ? Absolute(ca) : null,
            },
        };
    }

    private void Devices(DeviceConfiguration[] devices)
    {
        if (devices.Length == 0)
        {
            Add("devices", "there is none: give at least one link to the field.");
        }

        for (int i = 0; i < devices.Length; i++)
        {
            DeviceConfiguration d = devices[i];
            string key = $"devices[{i}]";
            Name($"{key}.name", d.Name, "for example \"comaster\"; " + NameRule);
            if (d.Type != MaraTcp)
            {
                Add($"{key}.type", $"'{d.Type}' is no type of device: give \"{MaraTcp}\", a concentrator over TCP.");
            }

            if (d.Host is not null && string.IsNullOrWhiteSpace(d.Host))
            {
                Add($"{key}.host", "is empty: give a name or an address, or leave the key out to take the one of the workbook.");
            }

            Range($"{key}.port", d.Port ?? 9761, 1, 65535);
            Range($"{key}.pollPeriod", d.PollPeriod, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
            for (int a = 0; a < d.OldEventLayout.Length; a++)
            {
                Range($"{key}.oldEventLayout[{a}]", d.OldEventLayout[a], 1, 63);
            }

            Range($"{key}.skewLimit", d.SkewLimit, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
            Range($"{key}.answerTimeout", d.AnswerTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        }
    }

    private void Mqtt(MqttConfiguration m)
    {
        Required("mqtt.host", m.Host, "the name or address of the broker.");
        Range("mqtt.port", m.Port ?? 1883, 1, 65535);
        Range("mqtt.heartbeat", m.Heartbeat, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Range("mqtt.gather", m.Gather, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Range("mqtt.keepAlive", m.KeepAlive, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        if (m.ClientId is not null)
        {
            Required("mqtt.clientId", m.ClientId, "or leave the key out.");
        }

        if (m.PasswordFile is not null && m.PasswordVariable is not null)
        {
            Add("mqtt.passwordVariable", "stands beside passwordFile: give one of the two.");
        }

        if ((m.PasswordFile is not null || m.PasswordVariable is not null) && m.User is null)
        {
            Add("mqtt.user", "is missing: a password needs a user.");
        }

        if (m.PasswordFile is { } file && !File.Exists(Absolute(file)))
        {
            Add("mqtt.passwordFile", $"the file {Absolute(file)} does not exist or cannot be read: create it with the password in its first line.");
        }

        if (m.PasswordVariable is { } variable && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)))
        {
            Add("mqtt.passwordVariable", $"the environment variable {variable} is empty: set it (in a unit: Environment= or EnvironmentFile=).");
        }

        if (m.CaFile is { } ca)
        {
            if (!m.Tls)
            {
                Add("mqtt.caFile", "has no effect without \"tls\": true.");
            }

            if (!File.Exists(Absolute(ca)))
            {
                Add("mqtt.caFile", $"the file {Absolute(ca)} does not exist or cannot be read: give the certificate of the authority, PEM.");
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Add(key, $"{directory} cannot be written: {e.Message} Give the user of the gateway the right to, or another directory.");
        }
    }

    private bool Required(string key, string value, string hint)
    {
        bool given = !string.IsNullOrWhiteSpace(value);
        if (!given)
        {
            Add(key, "is missing: give " + hint);
        }

        return given;
    }

    private void Name(string key, string value, string hint)
    {
        if (Required(key, value, hint) && !Topics.IsName(value))
        {
            Add(key, $"'{value}' cannot stand in a topic: {NameRule}");
        }
    }

    private void Range(string key, int value, int minimum, int maximum)
    {
        if (value < minimum || value > maximum)
        {
            Add(key, string.Create(CultureInfo.InvariantCulture, $"{value} is out of range: give {minimum} to {maximum}."));
        }
    }

    private void Range(string key, TimeSpan value, TimeSpan minimum, TimeSpan maximum)
    {
        if (value < minimum || value > maximum)
        {
            Add(key, $"{value:c} is out of range: give {minimum:c} to {maximum:c} (hours:minutes:seconds).");
        }
    }

    private string Absolute(string path) => path.Length == 0 ? "" : Path.GetFullPath(path, folder);

    private void Add(string key, string text) => Errors.Add((key, text));
}
