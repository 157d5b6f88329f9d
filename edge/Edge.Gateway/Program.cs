using System.CommandLine;
using Edge.CommandLine;
using Edge.Gateway;
using Edge.Gateway.Commands;
using Edge.Gateway.Commands.Decoding;
using Edge.Gateway.Commands.Diagnosis;
using Edge.Gateway.Commands.Journaling;
using Edge.Gateway.Commands.Monitoring;
using Edge.Gateway.Commands.Profiles;

Speech.Choose(() => typeof(Program).Assembly.GetManifestResourceStream("es.json"));
RootCommand root = new(Say($"The gateway of one substation: reads the field, keeps what it says, publishes it over MQTT."));
root.Subcommands.Add(RunCommand.Create());
root.Subcommands.Add(DecodeCommand.Create());
root.Subcommands.Add(ProfileCommand.Create());
root.Subcommands.Add(IedCommand.Create());
root.Subcommands.Add(MonitorCommand.Create());
root.Subcommands.Add(JournalCommand.Create());
Software.PrintWithVersion(root);
SpokenHelp.AddTo(root);

ParseResult parsed = root.Parse(args);
if (UsageErrors.Write(parsed, "edge", Console.Error))
{
    return UsageErrors.Code;
}

// The host handles the signals itself and stops in order; the parser's own handler would cut it off after two seconds.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
