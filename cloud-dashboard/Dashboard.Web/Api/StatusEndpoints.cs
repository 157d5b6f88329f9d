using System.Reflection;
using Dashboard.Historian;
using Dashboard.Ingest.Broker;
using Dashboard.Ingest.Records;
using Dashboard.Web.Users;

namespace Dashboard.Web.Api;

/// <summary>How the dashboard itself is.</summary>
/// <param name="Version">Of the software.</param>
/// <param name="Time">Now, by its clock.</param>
/// <param name="Broker">Its connection to the broker.</param>
/// <param name="Historian">Whether events are stored.</param>
/// <param name="Journals">What of the journals of the gateways was not as it should be.</param>
public sealed record ServerStatus(
    string Version, DateTimeOffset Time, BrokerStatus Broker, HealthState Historian, JournalCounts Journals);

/// <summary>Counts since the start of this dashboard. None of what is counted is lost.</summary>
/// <param name="SetAside">Records that could not be read, kept as they came.</param>
/// <param name="Unknown">Records of kinds that this software does not know, kept as they came.</param>
/// <param name="NotAnnounced">Batches whose numbers their gateway had not announced; they are asked for again.</param>
public sealed record JournalCounts(long SetAside, long Unknown, long NotAnnounced);

/// <summary>The connection to the broker.</summary>
/// <param name="Mode">Where the broker is.</param>
/// <param name="Up">Whether it is there.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why not.</param>
public sealed record BrokerStatus(BrokerMode Mode, bool Up, DateTimeOffset Since, string? Reason);

/// <summary>For a supervisor of services: no names, no reasons.</summary>
/// <param name="Status"><c>ok</c> or <c>degraded</c>.</param>
/// <param name="Broker"><c>up</c> or <c>down</c>.</param>
/// <param name="Historian"><c>up</c> or <c>down</c>.</param>
public sealed record Healthz(string Status, string Broker, string Historian);

/// <summary>Puts the status together.</summary>
internal sealed class StatusReader(
    BrokerOptions options, IngestService ingest, EventWriter writer, JournalIntake journals, TimeProvider time)
{
    private static readonly string Version = typeof(StatusReader).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    internal ServerStatus Read()
    {
        HealthState broker = ingest.Health;
        return new ServerStatus(
            Version,
            time.GetUtcNow(),
            new BrokerStatus(options.Mode, broker.Up, broker.Since, broker.Reason),
            writer.Health,
            new JournalCounts(journals.SetAside, journals.Unknown, journals.NotAnnounced));
    }
}

/// <summary>How the dashboard is.</summary>
internal static class StatusEndpoints
{
    internal static void MapStatus(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/status", (StatusReader status) => Results.Ok(status.Read()))
            .Requires(Right.Watch).WithTags("status").Produces<ServerStatus>();
        app.MapGet("/healthz", (StatusReader reader) =>
        {
            ServerStatus status = reader.Read();
            bool ok = status.Broker.Up && status.Historian.Up;
            return Results.Json(
                new Healthz(ok ? "ok" : "degraded", status.Broker.Up ? "up" : "down", status.Historian.Up ? "up" : "down"),
                statusCode: ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }).Requires(Right.Open).WithTags("status").Produces<Healthz>().Produces<Healthz>(503);
    }
}
