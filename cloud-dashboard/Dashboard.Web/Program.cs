using Dashboard.Web.Commands;

return await DashboardCommands.RunAsync(args);
