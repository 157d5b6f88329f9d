using Dashboard.Alarms;
using Dashboard.Historian.Alarms;
using Dashboard.Historian.Audit;
using Dashboard.Web.Users;
using Edge.Contracts;

namespace Dashboard.Web.Api;

/// <summary>The form of a table.</summary>
internal enum TableForm
{
    /// <summary>Values with commas.</summary>
    Csv,

    /// <summary>A workbook.</summary>
    Xlsx,
}

/// <summary>The language of the headings of a table.</summary>
internal enum TableLanguage
{
    /// <summary>Spanish.</summary>
    Es,

    /// <summary>English.</summary>
    En,
}

/// <summary>Alarms as a table: exactly those of a filter, in its order.</summary>
internal static class AlarmExport
{
    /// <summary>The most rows; a workbook has room for ten times as many.</summary>
    internal const int MaximumRows = 100_000;

    private static readonly string[] Spanish =
    [
        "hora (UTC)", "hora dudosa", "prioridad", "condición", "activa", "reconocida", "estación", "tag", "descripción", "texto",
        "dispositivo", "veces", "primera vez (UTC)", "repuesta (UTC)", "reconocida por", "reconocida a las (UTC)", "comentario",
        "suspendida por", "suspendida hasta (UTC)", "motivo", "campo", "primera de la ráfaga",
    ];

    private static readonly string[] English =
    [
        "time (UTC)", "doubtful time", "priority", "condition", "active", "acknowledged", "station", "tag", "description", "text", "device",
        "raised", "first raised (UTC)", "returned (UTC)", "acknowledged by", "acknowledged at (UTC)", "comment", "shelved by",
        "shelved until (UTC)", "reason", "bay", "first-out",
    ];

    internal static async Task<IResult> ExportAsync(
        HttpContext context, IAlarmStore alarms, QueryGate gate, AuditTrail audit)
    {
        QueryReader reader = new(context.Request.Query, [.. AlarmEndpoints.Filters, "form", "language"]);
        TableForm form = reader.Word<TableForm>("form") ?? TableForm.Csv;
        TableLanguage language = reader.Word<TableLanguage>("language") ?? TableLanguage.Es;
        AlarmQuery query = AlarmEndpoints.Read(reader, context.User) with { Limit = AlarmQuery.MaximumLimit };
        if (reader.Errors is { } errors)
        {
            return errors;
        }

        // In a file first: an export that fails on its way is an error, and no table that lacks its end.
        FileStream file = new(
            Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        bool isWritten = false;
        try
        {
            isWritten = await WriteAsync(file, form, language, query, alarms, gate, context.RequestAborted);
        }
        finally
        {
            if (!isWritten)
            {
                await file.DisposeAsync();
            }
        }

        if (!isWritten)
        {
            return Problems.Of(429, "tooMany", "Too many queries wait for the historian: ask again in a moment.");
        }

        await audit.AppendAsync(
            context, context.User.Identity?.Name ?? "", AuditWord.AlarmsExported, now: context.Request.QueryString.Value);
        file.Position = 0;
        return form == TableForm.Csv
            ? Results.Stream(file, "text/csv; charset=utf-8", "alarms.csv")
            : Results.Stream(file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "alarms.xlsx");
    }

    private static async Task<bool> WriteAsync(
        Stream file, TableForm form, TableLanguage language, AlarmQuery query, IAlarmStore alarms, QueryGate gate, CancellationToken stop)
    {
        await using TableWriter table = form == TableForm.Csv
            ? new CsvTable(file) : await XlsxTable.StartAsync(file, language == TableLanguage.Es ? "Alarmas" : "Alarms", stop);
        await table.RowAsync(language == TableLanguage.Es ? Spanish : English, stop);
        int rows = 0;
        AlarmCursor? next = null;
        do
        {
            Gated<AlarmPage> page = await gate.RunAsync(() => alarms.Query(query with { Before = next }), stop);
            if (page.Value is not { } found)
            {
                return false;
            }

            foreach (Alarm alarm in found.Alarms)
            {
                await table.RowAsync(Cells(alarm), stop);
            }

            rows += found.Alarms.Length;
            next = found.Next;
        }
        while (next is not null && rows < MaximumRows);

        await table.FinishAsync(stop);
        return true;
    }

    private static object?[] Cells(Alarm alarm) =>
    [
        alarm.Event.Time, alarm.Event.Clock == ClockState.Synchronised ? null : "~", alarm.Priority, alarm.Source.Condition,
        alarm.IsActive ? 1 : 0, alarm.IsAcknowledged ? 1 : 0, alarm.Source.Site, alarm.Event.Tag, alarm.Event.Description, alarm.Event.Text,
        alarm.Event.Device, alarm.Raises, alarm.FirstRaised, alarm.Returned, alarm.Acknowledgement?.Who, alarm.Acknowledgement?.At,
        alarm.Acknowledgement?.Comment, alarm.Shelf?.Who, alarm.Shelf?.Until, alarm.Shelf?.Reason, alarm.Bay,
        alarm.IsFirstOut ? 1 : 0,
    ];
}
