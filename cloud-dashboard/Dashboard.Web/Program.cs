using Dashboard.Web.Commands;

Speech.Choose(() => typeof(DashboardCommands).Assembly.GetManifestResourceStream("es.json"));
return await DashboardCommands.RunAsync(args);
