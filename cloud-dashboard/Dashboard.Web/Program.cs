using Dashboard.Web.Hosting;

return await DashboardHost.RunAsync(args);
