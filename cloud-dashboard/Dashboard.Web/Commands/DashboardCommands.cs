using System.CommandLine;
using System.Reflection;
using Dashboard.Web.Broker;
using Dashboard.Web.Hosting;
using Edge.CommandLine;

namespace Dashboard.Web.Commands;

/// <summary>The command line of <c>edge-dashboard</c>: the server itself, and what is done with its users and its historian.</summary>
public static class DashboardCommands
{
    private static Phrase Help =>
        $"""
        The dashboard of all substations: a web site, its historian and, for small systems, the MQTT broker.

        usage:
          edge-dashboard [SETTING...]      runs the server until it is stopped
          edge-dashboard user COMMAND      users of the pages: add, password, role, disable, enable, unlock,
                                           forget-factor, remove, list
          edge-dashboard broker-user COMMAND
                                           users of the MQTT broker: add, remove, list
          edge-dashboard audit verify      checks the record of what users did: nothing changed, nothing missing
          edge-dashboard backup FILE       writes the historian into one file, while the dashboard runs
          edge-dashboard restore FILE      puts such a file in its place, while none runs
          edge-dashboard --help            this text; user --help and user add --help say more
          edge-dashboard --version

        A SETTING is --NAME VALUE. The same names stand in appsettings.json and, with __ for :, in the environment:
          --urls http://127.0.0.1:8080         where it listens; https needs a certificate in Kestrel:Certificates:Default
          --Data:Directory DIRECTORY           users, sessions and historian; a directory for this program only
          --MqttBroker:Mode embedded|external  with MqttBroker:Host, Port, UserName, Password, Tls, CaFile, Shards
          --Historian:Store sqlite|postgres    with Historian:Postgres, PostgresPasswordFile, KeepSamplesDays,
                                               KeepMinutesDays, KeepQuartersDays
          --Http:PathBase /scada               the path of the site on its host, where a reverse proxy has others beside it
          --Proxies:Known:0 127.0.0.1          a reverse proxy in front, whose X-Forwarded-For, -Proto and -Host count
          --Login:SecondFactorFrom ROLE        from this role on a second factor is needed
          --Tokens:WallDays 400                how long the token of a wall display is valid at most
          --Login:PermitsPerMinute 10          wrong passwords that an address has in a minute
          --Sessions:Idle 12:00:00             a session ends after this time without a sign of its user; see docs/users.md
          --Sessions:Longest 30.00:00:00       it ends this long after the log-in, whatever its user does
          --Passkeys:Domain scada.example      the host that passkeys are for; else that of the address in the browser
          --OpenIdConnect:Authority URL        a provider to log in at, with ClientId and more; see docs/users.md

        Exit: 0 done, 1 not done, 64 a command line that is wrong, 78 a setting that is wrong.
        Without any user the first start makes the administrator "admin" and prints a password for the first log-in.
        """;

    /// <summary>Does what the command line says.</summary>
    /// <returns>0 when it is done, 1 when it could not be done, 64 for a command line and 78 for a setting that is wrong.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        // What follows is not parsed before it is known to be a command: the value of a setting may be any word.
        if (args is ["user" or "audit" or "backup" or "restore", ..])
        {
            RootCommand root = new(Say($"The dashboard of all substations."))
            {
                UserCommand.Create(), AuditCommand.Create(), HistorianCommands.Backup(), HistorianCommands.Restore(),
            };
            SpokenHelp.AddTo(root);
            ParseResult parsed = root.Parse(args);
            return UsageErrors.Write(parsed, "edge-dashboard", Console.Error) ? UsageErrors.Code : await parsed.InvokeAsync();
        }

        if (args is ["broker-user", .. var rest])
        {
            if (rest is ["--help" or "-h" or "-?"])
            {
                Console.Out.Say(BrokerUserCommand.Usage);
                return 0;
            }

            if (FaultOfSettings(rest, own: true) is { } wrong)
            {
                Console.Error.Say($"edge-dashboard: {wrong}");
                return UsageErrors.Code;
            }

            return await DashboardHost.RunAsync(args);
        }

        if (args.Any(arg => arg is "--help" or "-h" or "-?") || args is ["help"])
        {
            Console.Out.Say(Help);
            return 0;
        }

        if (args is ["--version"])
        {
            Console.WriteLine(
                typeof(DashboardCommands).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
            return 0;
        }

        if (args is [var first, ..] && first.Length > 0 && first[0] is not ('-' or '/') && !first.Contains('='))
        {
            Console.Error.Say($"edge-dashboard: there is no command '{first}'. edge-dashboard --help says what there is.");
            return UsageErrors.Code;
        }

        if (FaultOfSettings(args, own: false) is { } fault)
        {
            Console.Error.Say($"edge-dashboard: {fault} edge-dashboard --help says what there is.");
            return UsageErrors.Code;
        }

        return await DashboardHost.RunAsync(args);
    }

    /// <summary>What is wrong with the settings of a command line, or null: the framework passes over it in silence.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="own">Whether a command has words of its own beside the settings; a setting then has a colon in its name.</param>
    private static Phrase? FaultOfSettings(string[] args, bool own)
    {
        for (int i = 0; i < args.Length; i++)
        {
            string arg = args[i];
            if (own && !(arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains(':', StringComparison.Ordinal)))
            {
                continue;
            }

            if (!arg.StartsWith("--", StringComparison.Ordinal) && !arg.StartsWith('/') && !arg.Contains('=', StringComparison.Ordinal))
            {
                return $"'{arg}' belongs to no setting: a setting is --NAME VALUE.";
            }

            if (!arg.Contains('=', StringComparison.Ordinal)
                && (++i == args.Length || args[i].Length == 0 || args[i].StartsWith("--", StringComparison.Ordinal)))
            {
                return $"The setting {arg} has no value. One that begins with -- is written as {arg}=VALUE.";
            }
        }

        return null;
    }
}
