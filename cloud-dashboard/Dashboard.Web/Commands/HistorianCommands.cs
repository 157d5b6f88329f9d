using System.CommandLine;
using System.Globalization;
using Dashboard.Historian;
using Dashboard.Historian.Sqlite;

namespace Dashboard.Web.Commands;

/// <summary><c>edge-dashboard backup</c> and <c>restore</c>: the file of the historian, in one file and back.</summary>
internal static class HistorianCommands
{
    private static readonly Option<string?> Data = new("--data", "--Data:Directory")
    {
        Description = Say($"The data directory, where it is not that of appsettings.json or of the environment (Data__Directory)."),
        HelpName = "DIRECTORY",
    };

    internal static Command Backup()
    {
        Argument<string> file = new("FILE") { Description = Say($"The new file.") };
        Command command = new(
            "backup", Say($"Writes everything that the historian has into one file. The dashboard may run and is not held up."))
        {
            file, Data,
        };
        command.SetAction(parsed => Do(parsed, historian =>
        {
            HistorianContent content = HistorianCopy.Backup(historian, parsed.GetValue(file)!);
            return Say($"{parsed.GetValue(file)!} is written and checked: {Words(content)}.");
        }));
        return command;
    }

    internal static Command Restore()
    {
        Argument<string> file = new("FILE") { Description = Say($"The backup. It is copied and stays as it is.") };
        Command command = new(
            "restore",
            Say($"Puts a backup in the place of the historian, while no dashboard runs. What was there is kept under another name."))
        {
            file, Data,
        };
        command.SetAction(parsed => Do(parsed, historian =>
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            (HistorianContent content, string? kept) = HistorianCopy.Restore(parsed.GetValue(file)!, historian, now);
            string restored = Say($"{historian} is restored: {Words(content)}.");
            string next = Say($"Started again, the dashboard asks the gateways for what it lacks.");
            return kept is null ? $"{restored} {next}" : $"{restored} {Say($"What was there is {kept}.")} {next}";
        }));
        return command;
    }

    private static Phrase Words(HistorianContent content)
    {
        string last = content.Last?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";
        return $"{content.Events} events and energies, {content.Samples} values, the last of {last}; {content.Bytes / 1024} kB";
    }

    private static int Do(ParseResult parsed, Func<string, string> work)
    {
        try
        {
            string[] settings = parsed.GetValue(Data) is { } directory ? ["--Data:Directory", Path.GetFullPath(directory)] : [];
            WebApplicationBuilder builder = WebApplication.CreateBuilder(
                new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
            if (HistorianOptions.From(builder.Configuration).Store == HistorianStore.Postgres)
            {
                Phrase other = $"the historian is in PostgreSQL (Historian:Store): use pg_dump and pg_restore, as docs/historian.md says.";
                parsed.InvocationConfiguration.Error.Say($"edge-dashboard: {other}");
                return 1;
            }

            parsed.InvocationConfiguration.Output.WriteLine(work(DataDirectory.From(builder.Configuration).Historian));
            return 0;
        }
        catch (Exception exception) when (exception is StartupException or SettingException or HistorianException)
        {
            parsed.InvocationConfiguration.Error.Say($"edge-dashboard: {WordedException.TextOf(exception)}");
            return 1;
        }
    }
}
