using System.Runtime.Versioning;
using Dashboard.Web.Notifications;
using Microsoft.Extensions.Configuration;
using TestKit;

namespace Dashboard.Web.Tests.Notifications;

/// <summary>The section of the configuration: a wrong value is one line that says what to do.</summary>
[SupportedOSPlatform("linux")]
public sealed class NotificationOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_section_nothing_is_sent()
    {
        NotificationOptions options = Read();
        Assert.Equal((null, null, null), (options.Mail, options.SmsDirectory, options.PublicAddress));
        Assert.Equal(TimeSpan.FromSeconds(20), options.Pacing.Window);
    }

    [Fact]
    public void All_of_it_is_read()
    {
        File.WriteAllText(_folder.At("secret"), "geheim\nmore\n");
        File.SetUnixFileMode(_folder.At("secret"), UnixFileMode.UserRead);
        NotificationOptions options = Read(
            "Smtp:Host", "mail.example", "Smtp:From", "t@example.org", "Smtp:User", "t", "Smtp:PasswordFile", _folder.At("secret"),
            "SmsDirectory", "/var/spool/sms/outgoing", "PublicAddress", "https://scada.example/sitio", "WindowSeconds", "5");
        Assert.Equal(
            new MailServer("mail.example", 587, MailSecurity.StartTls, "t@example.org") { User = "t", Password = "geheim" }, options.Mail);
        Assert.Equal("https://scada.example/sitio/", options.PublicAddress!.AbsoluteUri);
        Assert.Equal(("/var/spool/sms/outgoing", 5), (options.SmsDirectory, options.Pacing.Window.TotalSeconds));
        Assert.Equal(465, Read("Smtp:Host", "m", "Smtp:From", "t@example.org", "Smtp:Tls", "implicit").Mail!.Port);
        Assert.Equal(25, Read("Smtp:Host", "m", "Smtp:From", "t@example.org", "Smtp:Tls", "none").Mail!.Port);
    }

    [Theory]
    [InlineData("Notifications:Smtp:Host is missing", "Smtp:From", "t@example.org")]
    [InlineData("Notifications:Smtp:From '' is no mail address", "Smtp:Host", "m")]
    [InlineData("Notifications:Smtp:Tls 'ssl' is unknown", "Smtp:Host", "m", "Smtp:From", "t@example.org", "Smtp:Tls", "ssl")]
    [InlineData("Notifications:Smtp:Port '0' is no number that fits", "Smtp:Host", "m", "Smtp:From", "t@example.org", "Smtp:Port", "0")]
    [InlineData("would go to m without TLS", "Smtp:Host", "m", "Smtp:From", "t@example.org", "Smtp:Tls", "none", "Smtp:User", "t")]
    [InlineData("Notifications:Smtp:PasswordFile is missing", "Smtp:Host", "m", "Smtp:From", "t@example.org", "Smtp:User", "t")]
    [InlineData(
        "/nowhere/x cannot be read", "Smtp:Host", "m", "Smtp:From", "t@example.org", "Smtp:User", "t", "Smtp:PasswordFile", "/nowhere/x")]
    [InlineData("Notifications:PublicAddress 'scada' is no address", "PublicAddress", "scada")]
    [InlineData("Notifications:WindowSeconds 'x' is no number", "WindowSeconds", "x")]
    public void A_wrong_value_is_said(string expected, params string[] settings) =>
        Assert.Contains(expected, Assert.Throws<SettingException>(() => Read(settings)).Message, StringComparison.Ordinal);

    private static NotificationOptions Read(params string[] settings) => NotificationOptions.From(
        new ConfigurationBuilder().AddInMemoryCollection(
            settings.Chunk(2).Select(pair => KeyValuePair.Create($"Notifications:{pair[0]}", (string?)pair[1]))).Build());
}
