using System.CommandLine;
using System.Globalization;
using Dashboard.Historian;
using Dashboard.Historian.Audit;
using Dashboard.Web.Hosting;

namespace Dashboard.Web.Commands;

/// <summary><c>edge-dashboard audit</c>: the record of what users did.</summary>
internal static class AuditCommand
{
    /// <summary>Where what is done here comes from.</summary>
    internal const string Origin = "command line";

    private static readonly Option<string?> Data = new("--data", "--Data:Directory")
    {
        Description = Say($"The data directory, where it is not that of appsettings.json or of the environment (Data__Directory)."),
        HelpName = "DIRECTORY",
    };

    internal static Command Create()
    {
        Command verify = new("verify", Say($"Checks that no line was changed, removed or put in. The dashboard may run.")) { Data };
        verify.SetAction(Verify);
        return new Command("audit", Say($"The record of what users did.")) { verify };
    }

    /// <summary>Adds what a command has done; a warning where that is not possible.</summary>
    internal static void Append(IConfiguration configuration, AuditAct act, TextWriter errors)
    {
        try
        {
            using AuditFile file = AuditFile.Open(configuration);
            file.Audit.Append(act);
        }
        catch (Exception exception) when (exception is StartupException or HistorianException)
        {
            errors.Say($"edge-dashboard: it is done, but not in the record of what users did: {WordedException.TextOf(exception)}");
        }
    }

    private static int Verify(ParseResult parsed)
    {
        try
        {
            string[] settings = parsed.GetValue(Data) is { } directory ? ["--Data:Directory", Path.GetFullPath(directory)] : [];
            WebApplicationBuilder builder = WebApplication.CreateBuilder(
                new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
            using AuditFile file = AuditFile.Open(builder.Configuration);
            AuditVerdict verdict = file.Audit.Verify();
            foreach (AuditFault fault in verdict.Faults)
            {
                parsed.InvocationConfiguration.Error.WriteLine(Say(Words(fault)));
            }

            if (verdict.Faults.Length > 0)
            {
                return 1;
            }

            string hash = Convert.ToHexStringLower(verdict.Hash.Span);
            parsed.InvocationConfiguration.Output.WriteLine(verdict.Lines == 0
                ? Say($"There is no line.")
                : Say($"{verdict.Lines} lines, none is changed or missing. The last one is {verdict.Last} with {hash}."));
            return 0;
        }
        catch (Exception exception) when (exception is StartupException or HistorianException)
        {
            parsed.InvocationConfiguration.Error.Say($"edge-dashboard: {WordedException.TextOf(exception)}");
            return 1;
        }
    }

    private static Phrase Words(AuditFault fault)
    {
        string id = fault.Id.ToString(CultureInfo.InvariantCulture);
        return fault.Kind switch
        {
            AuditFaultKind.Changed => $"line {id} is not as it was written",
            AuditFaultKind.Missing => $"line {id} is missing, and perhaps some behind it",
            _ => $"line {id} was put in",
        };
    }
}
