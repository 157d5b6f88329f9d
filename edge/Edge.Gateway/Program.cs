using System.CommandLine;
using Edge.Gateway.Decoding;
using Edge.Gateway.Hosting;
using Edge.Gateway.Profiles;

RootCommand root = new("The gateway of one substation: reads the field, keeps what it says, publishes it over MQTT.");
root.Subcommands.Add(RunCommand.Create());
root.Subcommands.Add(DecodeCommand.Create());
root.Subcommands.Add(ProfileCommand.Create());
Software.PrintWithVersion(root);

// The host handles the signals itself and stops in order; the parser's own handler would cut it off after two seconds.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
