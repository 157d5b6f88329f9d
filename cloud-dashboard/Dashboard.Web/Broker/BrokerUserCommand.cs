using System.Security.Cryptography;
using Edge.CommandLine;

namespace Dashboard.Web.Broker;

/// <summary><c>edge-dashboard broker-user</c>: makes the file with the users of the embedded broker.</summary>
internal static class BrokerUserCommand
{
    internal static Phrase Usage => $"""
        usage: edge-dashboard broker-user add NAME --role reader|commander|gateway [--site SITE] [--password-file FILE]
               edge-dashboard broker-user remove NAME
               edge-dashboard broker-user list
        A gateway needs --site; with --site the others see that site only. Without --password-file a password is made and printed once.
        --Data:Directory DIRECTORY or --MqttBroker:UsersFile FILE says where the file is, as for the dashboard. A running dashboard
        reads it within two seconds.
        """;

    private const int MadeLetters = 24;
    private const string Letters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>Runs the command line; where the file is, is configured as for the dashboard itself.</summary>
    internal static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        // What names a section of the configuration is the configuration's: --Data:Directory, --MqttBroker:UsersFile.
        List<string> own = [];
        List<string> settings = [];
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i].StartsWith("--", StringComparison.Ordinal) && args[i].Contains(':', StringComparison.Ordinal))
            {
                settings.AddRange(args.Skip(i).Take(args[i].Contains('=', StringComparison.Ordinal) ? 1 : 2));
                i += args[i].Contains('=', StringComparison.Ordinal) ? 0 : 1;
            }
            else
            {
                own.Add(args[i]);
            }
        }

        IConfiguration configuration = new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().AddCommandLine([.. settings]).Build();
        return Run([.. own], BrokerOptions.From(configuration, DataDirectory.From(configuration)).UsersFile, output, errors);
    }

    /// <summary>Runs a command line after <c>broker-user</c>.</summary>
    /// <returns>The exit code: 0, or 64 where the command line is wrong.</returns>
    /// <exception cref="StartupException">The file cannot be read or written, or a value is not allowed.</exception>
    internal static int Run(string[] args, string file, TextWriter output, TextWriter errors)
    {
        if (Parse(args) is not { } asked)
        {
            errors.Say(Usage);
            return UsageErrors.Code;
        }

        List<BrokerUser> users = [.. BrokerUserFile.Read(file)];
        switch (asked.Verb)
        {
            case "list":
                foreach (BrokerUser user in users)
                {
                    output.WriteLine($"{user.Name,-24} {user.Role.ToString().ToLowerInvariant(),-10} {user.Site ?? "*"}");
                }

                return 0;
            case "remove":
                if (users.RemoveAll(user => user.Name == asked.Name) == 0)
                {
                    throw new StartupException($"There is no broker user {asked.Name} in {file}.");
                }

                break;
            default:
                (string password, bool made) = Password(asked.PasswordFile);
                BrokerUser added = BrokerUserFile.Make(asked.Name!, asked.Role!.Value, asked.Site, password);
                bool replaced = users.RemoveAll(user => user.Name == added.Name) > 0;
                users.Add(added);
                if (made)
                {
                    output.Say($"Password of {added.Name}, shown once: {password}");
                }

                output.Say(replaced ? (Phrase)$"Broker user {added.Name} is replaced." : $"Broker user {added.Name} is added.");
                break;
        }

        BrokerUserFile.Write(file, users);
        return 0;
    }

    private static (string Password, bool Made) Password(string? file)
    {
        if (file is null)
        {
            return (RandomNumberGenerator.GetString(Letters, MadeLetters), true);
        }

        try
        {
            using StreamReader reader = new(file);
            char[] text = new char[BrokerUserFile.MaximumPassword + 2];
            int read = reader.ReadBlock(text);
            return (new string(text, 0, read).TrimEnd('\r', '\n'), false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The password file {file} cannot be read: {exception.Message}", exception);
        }
    }

    private static Asked? Parse(string[] args)
    {
        if (args is ["list"])
        {
            return new Asked("list", null, null, null, null);
        }

        if (args is ["remove", var gone])
        {
            return new Asked("remove", gone, null, null, null);
        }

        if (args is not ["add", var name, .. var options] || options.Length % 2 != 0)
        {
            return null;
        }

        Asked asked = new("add", name, null, null, null);
        foreach (string[] pair in options.Chunk(2))
        {
            switch (pair[0])
            {
                case "--role" when Enum.TryParse(pair[1], ignoreCase: true, out BrokerRole role) && !int.TryParse(pair[1], out _):
                    asked = asked with { Role = role };
                    break;
                case "--site":
                    asked = asked with { Site = pair[1] };
                    break;
                case "--password-file":
                    asked = asked with { PasswordFile = pair[1] };
                    break;
                default:
                    return null;
            }
        }

        return asked.Role is null ? null : asked;
    }

    private sealed record Asked(string Verb, string? Name, BrokerRole? Role, string? Site, string? PasswordFile);
}
