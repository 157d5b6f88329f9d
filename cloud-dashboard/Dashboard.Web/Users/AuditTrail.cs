using Dashboard.Historian;
using Dashboard.Historian.Audit;

namespace Dashboard.Web.Users;

/// <summary>
/// Adds what users do to the record of it, on a thread of its own. What cannot be written is an error of the log: a database that is away
/// keeps nobody out.
/// </summary>
internal sealed class AuditTrail(IAuditLog audit, TimeProvider time, ILogger<AuditTrail> logger) : WorkGate(1, Waiting, "audit")
{
    private const int Waiting = 64;

    /// <summary>Adds a line.</summary>
    /// <param name="context">The request.</param>
    /// <param name="who">The user.</param>
    /// <param name="what">What was done, a word of <see cref="AuditWord"/>.</param>
    /// <param name="target">To what.</param>
    /// <param name="old">How it was.</param>
    /// <param name="now">How it is.</param>
    internal async Task AppendAsync(
        HttpContext context, string who, string what, string? target = null, string? old = null, string? now = null)
    {
        AuditAct act = new(time.GetUtcNow(), who, Origin.Of(context), what) { Target = target, Old = old, New = now };
        try
        {
            Gated<bool> written = await RunAsync(
                () =>
                {
                    audit.Append(act);
                    return true;
                },
                CancellationToken.None);
            if (written.Refused)
            {
                Log.NotAudited(logger, who, what, target ?? "-", "too much waits for the database");
            }
        }
        catch (HistorianException failed)
        {
            Log.NotAudited(logger, who, what, target ?? "-", failed.Message);
        }
    }
}
