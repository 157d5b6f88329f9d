using System.CommandLine;
using Edge.Gateway.Decoding;

RootCommand root = new("The gateway of one substation: reads the field, keeps what it says, publishes it over MQTT.");
root.Subcommands.Add(DecodeCommand.Create());
return await root.Parse(args).InvokeAsync();
