using System.CommandLine;

RootCommand root = new("The gateway of one substation: reads the field, keeps what it says, publishes it over MQTT.");
return await root.Parse(args).InvokeAsync();
