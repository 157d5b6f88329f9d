using System.Globalization;
using Dashboard.Alarms.Notifications;

namespace Dashboard.Web.Notifications;

/// <summary>How the connection to the mail server is kept from others.</summary>
public enum MailSecurity
{
    /// <summary>It begins plainly, and must change to TLS.</summary>
    StartTls,

    /// <summary>TLS from the beginning.</summary>
    Implicit,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>The mail server.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port; 587 by default, 465 with TLS from the beginning, 25 without TLS.</param>
/// <param name="Security">How the connection is kept from others.</param>
/// <param name="From">The address that mails come from.</param>
public sealed record MailServer(string Host, int Port, MailSecurity Security, string From)
{
    /// <summary>The user to log in as; null: nobody.</summary>
    public string? User { get; init; }

    /// <summary>The password of the user.</summary>
    public string? Password { get; init; }
}

/// <summary>Section <c>Notifications</c>.</summary>
public sealed record NotificationOptions
{
    private const int LongestWindow = 600;

    /// <summary>The mail server; null: no mail is sent.</summary>
    public MailServer? Mail { get; init; }

    /// <summary>The folder from which smsd takes text messages; null: none is sent.</summary>
    public string? SmsDirectory { get; init; }

    /// <summary>How people reach the site, with a slash at its end; null: mails have no link.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>When what waits becomes a message.</summary>
    public NotificationPacing Pacing { get; init; } = new(TimeSpan.FromSeconds(20));

    /// <summary>Reads the section.</summary>
    /// <exception cref="SettingException">A value is wrong.</exception>
    internal static NotificationOptions From(IConfiguration configuration)
    {
        IConfigurationSection section = configuration.GetSection("Notifications");
        return new NotificationOptions
        {
            Mail = MailOf(section.GetSection("Smtp")),
            SmsDirectory = section["SmsDirectory"] is { Length: > 0 } folder ? Path.GetFullPath(folder, AppContext.BaseDirectory) : null,
            PublicAddress = AddressOf(section["PublicAddress"]),
            Pacing = new NotificationPacing(TimeSpan.FromSeconds(NumberOf(section, "WindowSeconds", 20, 1, LongestWindow))),
        };
    }

    private static MailServer? MailOf(IConfigurationSection section)
    {
        if (section["Host"] is not { Length: > 0 } host)
        {
            return section.GetChildren().Any()
                ? throw new SettingException($"Notifications:Smtp:Host is missing: it names the mail server.") : null;
        }

        MailSecurity security = section["Tls"]?.ToLowerInvariant() switch
        {
            null or "starttls" => MailSecurity.StartTls,
            "implicit" => MailSecurity.Implicit,
            "none" => MailSecurity.None,
            var word => throw new SettingException($"Notifications:Smtp:Tls '{word}' is unknown: use starttls, implicit or none."),
        };
        int usual = security switch
        {
            MailSecurity.Implicit => 465,
            MailSecurity.None => 25,
            _ => 587,
        };
        string? user = section["User"];
        if (user is not null && security == MailSecurity.None && host is not ("localhost" or "127.0.0.1" or "::1"))
        {
            throw new SettingException($"Notifications:Smtp:User would go to {host} without TLS: set Notifications:Smtp:Tls to starttls.");
        }

        return new MailServer(
            host, NumberOf(section, "Port", usual, 1, 65_535), security,
            NotificationChecks.IsMailAddress(section["From"]) ? section["From"]!
                : throw new SettingException($"Notifications:Smtp:From '{section["From"]}' is no mail address: mails come from it."))
        {
            User = user,
            Password = user is null ? null
                : section["PasswordFile"] is { Length: > 0 } file
                    ? PasswordFile.Read("Notifications:Smtp:PasswordFile", "Notifications:Smtp:User", file)
                    : throw new SettingException(
                        $"Notifications:Smtp:PasswordFile is missing: its first line is the password of Notifications:Smtp:User."),
        };
    }

    private static Uri? AddressOf(string? text) => text is not { Length: > 0 } ? null
        : Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            && address is { UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 }
            ? address
            : throw new SettingException(
                $"Notifications:PublicAddress '{text}' is no address of a site: use such as https://scada.example.");

    private static int NumberOf(IConfigurationSection section, string name, int normal, int least, int most) =>
        section[name] is not { } text ? normal
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most ? number
        : throw new SettingException($"{section.Path}:{name} '{text}' is no number that fits: use {least} to {most}.");
}
