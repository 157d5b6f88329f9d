using FirmwareSim.Host;

return await new SimulatorCommand().Build().Parse(args).InvokeAsync();
