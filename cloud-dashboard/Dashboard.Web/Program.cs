using Dashboard.Web;

return await DashboardHost.RunAsync(args);
