using System.CommandLine;
using System.CommandLine.Invocation;
using FirmwareSim.Host;

ParseResult parsed = new SimulatorCommand().Build().Parse(args);
int code = await parsed.InvokeAsync();

// EX_USAGE of sysexits.h, as edge and edge-dashboard end: 1 is for what went wrong at the start.
return parsed.Action is ParseErrorAction ? 64 : code;
