using System.CommandLine;
using Edge.Gateway.Configuration;

namespace Edge.Gateway.Commands.Journaling;

/// <summary>The options that say where the journal is.</summary>
internal sealed class JournalPlace
{
    private const string DefaultFile = "/etc/edge/edge.json";

    private readonly Option<string> _config = new("--config")
    {
        Description = Say($"The configuration of the gateway, {DefaultFile} unless given: it names the directory of the journal."),
        HelpName = "FILE",
        DefaultValueFactory = _ => DefaultFile,
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = Say($"The directory of the journal itself; no configuration is read."),
        HelpName = "DIR",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_config);
        command.Options.Add(_data);
    }

    /// <summary>The file of the journal; null where the configuration does not say it, which is written then.</summary>
    public string? Find(ParseResult parsed)
    {
        if (parsed.GetValue(_data) is { } directory)
        {
            return Path.Combine(directory, JournalConfiguration.FileName);
        }

        TextWriter errors = parsed.InvocationConfiguration.Error;
        ConfigurationResult loaded = ConfigurationLoader.Load(parsed.GetValue(_config)!);
        foreach (string error in loaded.Errors)
        {
            errors.WriteLine(error);
        }

        if (loaded.Configuration is { } configuration)
        {
            return Path.Combine(configuration.DataDirectory, JournalConfiguration.FileName);
        }

        errors.Say($"Where the journal is cannot be read: give its directory with --data, or another file with --config.");
        return null;
    }
}
