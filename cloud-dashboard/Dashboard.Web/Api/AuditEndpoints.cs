using System.Globalization;
using Dashboard.Historian.Audit;
using Dashboard.Web.Users;

namespace Dashboard.Web.Api;

/// <summary>A page of the record of what users did.</summary>
/// <param name="Entries">The newest first.</param>
/// <param name="Next">To be given as <c>before</c> for the page that follows; null when there is none.</param>
public sealed record AuditList(IReadOnlyList<AuditView> Entries, string? Next);

/// <summary>A line of the record of what users did.</summary>
/// <param name="Id">Its number, without a gap.</param>
/// <param name="Time">When, by the clock of the centre.</param>
/// <param name="Who">The user.</param>
/// <param name="From">From where: an address, or <c>command line</c>.</param>
/// <param name="What">What was done: a word of docs/users.md.</param>
/// <param name="Target">To what.</param>
/// <param name="Old">How it was before.</param>
/// <param name="New">How it is now, or what was written with it.</param>
/// <param name="Hash">SHA-256 over the line and the hash of the one before it, hexadecimal.</param>
public sealed record AuditView(
    long Id, DateTimeOffset Time, string Who, string? From, string What, string? Target, string? Old, string? New, string Hash)
{
    internal static AuditView Of(AuditEntry entry) => new(
        entry.Id, entry.Act.At, entry.Act.Who, entry.Act.From, entry.Act.What, entry.Act.Target, entry.Act.Old, entry.Act.New,
        Convert.ToHexStringLower(entry.Hash.Span));
}

/// <summary>The record of what users did.</summary>
internal static class AuditEndpoints
{
    private const int MaximumExported = 100_000;
    private const int MaximumText = 100;
    private static readonly string[] Filters = ["who", "what", "target", "from", "to"];

    internal static void MapAudit(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder audit = app.MapGroup("/api/audit").WithTags("audit");
        audit.MapGet("", ListAsync).Requires(Right.ReadAudit)
            .Produces<AuditList>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(429);
        audit.MapGet("csv", ExportAsync).Requires(Right.ReadAudit)
            .Produces(200, contentType: "text/csv").ProducesProblem(400).ProducesProblem(403).ProducesProblem(429);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IAuditLog audit, QueryGate gate)
    {
        QueryReader reader = new(context.Request.Query, [.. Filters, "before", "limit"]);
        AuditQuery query = Read(reader) with
        {
            Before = reader.Number("before", 1, int.MaxValue),
            Limit = reader.Number("limit", 1, AuditQuery.MaximumLimit) ?? 100,
        };
        if (reader.Errors is { } errors)
        {
            return errors;
        }

        Gated<AuditPage> answer = await gate.RunAsync(() => audit.Query(query), context.RequestAborted);
        return answer.Value is { } page
            ? Results.Ok(new AuditList(
                [.. page.Entries.Select(AuditView.Of)], page.Next?.ToString(CultureInfo.InvariantCulture)))
            : Busy();
    }

    private static async Task<IResult> ExportAsync(HttpContext context, IAuditLog audit, QueryGate gate, AuditTrail trail)
    {
        QueryReader reader = new(context.Request.Query, Filters);
        AuditQuery query = Read(reader) with { Limit = AuditQuery.MaximumLimit };
        if (reader.Errors is { } errors)
        {
            return errors;
        }

        // The first page before the answer begins, so that a refusal is one.
        Gated<AuditPage> first = await gate.RunAsync(() => audit.Query(query), context.RequestAborted);
        if (first.Value is not { } page)
        {
            return Busy();
        }

        await trail.AppendAsync(
            context, context.User.Identity?.Name ?? "", AuditWord.AuditExported, now: context.Request.QueryString.Value);
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=audit.csv";
        await using CsvTable table = new(context.Response.Body);
        await table.RowAsync(["id", "time", "who", "from", "what", "target", "old", "new", "hash"], context.RequestAborted);
        for (int lines = 0; ;)
        {
            foreach (AuditView entry in page.Entries.Select(AuditView.Of))
            {
                await table.RowAsync(Cells(entry), context.RequestAborted);
            }

            lines += page.Entries.Length;
            if (page.Next is not { } next || lines >= MaximumExported)
            {
                await table.FinishAsync(context.RequestAborted);
                return Results.Empty;
            }

            Gated<AuditPage> more = await gate.RunAsync(() => audit.Query(query with { Before = next }), context.RequestAborted);
            if (more.Value is null)
            {
                // Cut off, so that nobody takes it for all of it.
                context.Abort();
                return Results.Empty;
            }

            page = more.Value;
        }
    }

    private static AuditQuery Read(QueryReader reader) => new()
    {
        Who = reader.Text("who", MaximumText),
        What = reader.Text("what", MaximumText),
        Target = reader.Text("target", MaximumText),
        From = reader.Time("from"),
        To = reader.Time("to"),
    };

    private static IResult Busy() => Problems.Of(429, "tooMany", "Too many queries wait for the historian: ask again in a moment.");

    private static object?[] Cells(AuditView entry) =>
    [
        entry.Id, entry.Time, entry.Who, entry.From, entry.What, entry.Target, entry.Old, entry.New, entry.Hash,
    ];
}
