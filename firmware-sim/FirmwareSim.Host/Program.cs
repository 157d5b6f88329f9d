using System.CommandLine;

RootCommand root = new("The firmware of a COMaster and its IEDs, simulated.");
return await root.Parse(args).InvokeAsync();
