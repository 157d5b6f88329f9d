using Microsoft.OpenApi;

namespace Dashboard.Web.OpenApi;

/// <summary>What the document says of each request: what it does, and what its query may say.</summary>
internal static class ApiWords
{
    private static readonly Parameter s_site = new("site", "The name of a station, as in its topics.");
    private static readonly Parameter s_tag = new("tag", "The tag of a point, whole.");
    private static readonly Parameter s_from = new("from", "From this time on: RFC 3339 with its zone, such as 2026-03-01T12:00:00Z.");
    private static readonly Parameter s_to = new("to", "Before this time, as `from`.");
    private static readonly Parameter s_before = new("before", "The `next` of the page before, of the same order; without it the first.");
    private static readonly Parameter s_limit = new("limit", "How many at most: 1 to 500, 100 without it.") { IsNumber = true };
    private static readonly Parameter s_form = new("form", "`csv` or `xlsx`.");
    private static readonly Parameter s_language = new("language", "Of the headings: `es` or `en`.");

    private static readonly Parameter[] s_events =
    [
        s_tag,
        new("type", "`digital`, `comms`, `gateway`, `operator`, `loss` or another type of an event."),
        s_from, s_to,
        new("order", "`time`, the newest first, or `arrival`, the last to arrive first: it has no holes, also where an event is late."),
        s_before, s_limit,
    ];

    private static readonly Parameter[] s_alarms =
    [
        new("state", "`open` without it, `unacknowledged`, `active`, `returned`, `shelved`, `outOfService`, `suppressed` or `all`."),
        s_site, s_tag,
        new("priority", "One or more of the digits 1 to 4: `12` are those of 1 and 2."),
        s_from, s_to,
        new("text", "Part of the tag, the text or the description, up to 100 letters."),
        new("order", "`arrival`, the last to arrive first, `priority` or `time`."),
        new("group", "One group: its key, as `GET /api/alarms/groups` says it."),
    ];

    private static readonly Parameter[] s_trend =
    [
        new("tags", "1 to 8 tags, with commas between them."), s_from, s_to,
        new("columns", "How many columns: 1 to 1600, 400 without it. Fewer where only longer steps are kept.") { IsNumber = true },
    ];

    private static readonly Parameter[] s_audit =
    [
        new("who", "The name of a user."), new("what", "What was done, a word of the answer."), new("target", "To what it was done."),
        s_from, s_to,
    ];

    /// <summary>By method and path.</summary>
    internal static readonly IReadOnlyDictionary<string, Words> All = new Dictionary<string, Words>(StringComparer.Ordinal)
    {
        ["GET /api/sites"] = new("The stations, at a glance"),
        ["GET /api/sites/{site}"] = new("A station with its catalogue: points, elements, drawings"),
        ["DELETE /api/sites/{site}"] = new("Forgets a station that is not online; its history stays"),
        ["GET /api/sites/{site}/tags"] = new("What all points of a station say now, with their quality"),
        ["GET /api/sites/{site}/tags/{tag}"] = new("What a point says now, with its quality"),
        ["GET /api/sites/{site}/trend"] = new(
            "What tags of a station were over a time, in equal columns: lowest, highest, mean, how long good, stale and bad", s_trend),
        ["GET /api/sites/{site}/by-hand"] = new("What is set by hand at a station, with who set it and when"),
        ["PUT /api/sites/{site}/elements/{tag}/{attribute}"] = new("Sets by hand what no formula sets, and waits for the gateway's answer"),
        ["DELETE /api/sites/{site}/elements/{tag}/{attribute}"] = new(
            "Takes back what was set by hand",
            new Parameter("seen", "The `time` of what was seen, of `GET /api/sites/{site}/by-hand`: what changed since stays.")),
        ["GET /api/sites/{site}/screens/{name}"] = new("A drawing, as SVG"),
        ["GET /api/sites/{site}/events"] = new("The events of a station, a page at a time", s_events),
        ["GET /api/events"] = new("The events of all stations, a page at a time", [s_site, .. s_events]),
        ["GET /api/alarms"] = new("Alarms, a page at a time", [.. s_alarms, s_before, s_limit]),
        ["GET /api/alarms/groups"] = new(
            "The alarms in groups, counted", [.. s_alarms, new("by", "`bay`, or `cause`: what began a burst."), s_before, s_limit]),
        ["GET /api/alarms/export"] = new("Alarms as a table", [.. s_alarms, s_form, s_language]),
        ["GET /api/alarms/statistics"] = new("The key figures of the alarms (IEC 62682)", s_from, s_to, s_site),
        ["GET /api/alarms/overview"] = new("The open alarms, counted by station, and the first to be seen"),
        ["GET /api/alarms/{id}"] = new("An alarm with its history"),
        ["POST /api/alarms/acknowledge"] = new("Acknowledges alarms as they were seen"),
        ["PUT /api/alarms/{id}/shelf"] = new("Shelves an alarm until a time, or takes it out of service"),
        ["DELETE /api/alarms/{id}/shelf"] = new("Ends the shelving of an alarm"),
        ["GET /api/audit"] = new("What users did, a page at a time", [.. s_audit, s_before, s_limit]),
        ["GET /api/audit/csv"] = new("What users did, as a table", s_audit),
        ["GET /api/status"] = new("Whether the dashboard itself does its work"),
        ["GET /healthz"] = new("Whether the dashboard runs, for a supervisor of services"),
        ["POST /api/session"] = new("Logs in"),
        ["GET /api/session"] = new("Who is logged in"),
        ["GET /api/session/ways"] = new("How one can log in besides user and password"),
        ["GET /api/session/provider"] = new("Leads to the provider of OpenID Connect to log in there"),
        ["POST /api/session/provider/out"] = new("Logs out, and says where to log out at the provider"),
        ["POST /api/session/passkey/begin"] = new("Begins a log-in with a passkey"),
        ["POST /api/session/passkey"] = new("Logs in with a passkey"),
        ["GET /api/account/passkeys"] = new("One's own passkeys"),
        ["POST /api/account/passkeys"] = new("Begins to add a passkey, after a look at the password"),
        ["PUT /api/account/passkeys"] = new("Adds the passkey that the browser made"),
        ["DELETE /api/account/passkeys/{id}"] = new("Removes one of one's own passkeys"),
        ["POST /api/session/stay"] = new("Says that the user is there: the idle time of the session begins anew"),
        ["DELETE /api/session"] = new("Logs out"),
        ["PUT /api/session/password"] = new("Changes one's own password"),
        ["POST /api/session/wall"] = new("Opens a wall display with its token"),
        ["GET /api/account"] = new("One's own account, with its sessions"),
        ["DELETE /api/account/sessions"] = new("Ends one's other sessions"),
        ["DELETE /api/account/sessions/{id}"] = new("Ends one of one's own sessions"),
        ["POST /api/account/second-factor"] = new("Begins a second factor: gives its key"),
        ["PUT /api/account/second-factor"] = new("Switches the second factor on with its first code"),
        ["POST /api/account/second-factor/off"] = new("Switches the second factor off"),
        ["GET /api/notifications/ways"] = new("The ways by which people can be called"),
        ["GET /api/notifications/queue"] = new(
            "What was sent, what waits and what was given up", new("state", "`waiting`, `sent` or another state of a message."),
            new("way", "`mail`, `sms` or `webhook`."), s_from, s_to, s_before,
            new("limit", "How many at most: 1 to 200, 50 without it.") { IsNumber = true }),
        ["GET /api/notifications/rules"] = new("The rules: which alarms call whom"),
        ["POST /api/notifications/rules"] = new("Makes a rule"),
        ["PUT /api/notifications/rules/{id}"] = new("Changes a rule"),
        ["DELETE /api/notifications/rules/{id}"] = new("Removes a rule"),
        ["GET /api/notifications/groups"] = new("The groups of people, with their rosters"),
        ["POST /api/notifications/groups"] = new("Makes a group"),
        ["PUT /api/notifications/groups/{id}"] = new("Changes a group"),
        ["DELETE /api/notifications/groups/{id}"] = new("Removes a group that no rule calls"),
        ["GET /api/notifications/templates"] = new("The texts of the messages"),
        ["PUT /api/notifications/templates/{name}"] = new("Changes a text"),
        ["DELETE /api/notifications/templates/{name}"] = new("Takes the text of the product again"),
        ["POST /api/notifications/preview"] = new("Shows a text with a made-up alarm"),
        ["POST /api/notifications/test"] = new("Calls one person of a group, as a test"),
        ["GET /api/users"] = new("The users"),
        ["POST /api/users"] = new("Makes a user; the answer has the password of the first log-in"),
        ["PUT /api/users/{name}"] = new("Switches a user on or off"),
        ["PUT /api/users/{name}/access"] = new("Changes the roles of a user, for all or single stations"),
        ["DELETE /api/users/{name}"] = new("Removes a user"),
        ["POST /api/users/{name}/password"] = new("Gives a user a new password of a first log-in"),
        ["POST /api/users/{name}/unlock"] = new("Lets a user in who gave too many wrong passwords"),
        ["DELETE /api/users/{name}/second-factor"] = new("Takes the second factor of a user away"),
        ["DELETE /api/users/{name}/sessions"] = new("Ends all sessions of a user"),
        ["GET /api/tokens"] = new("The tokens of programs and wall displays, without their words"),
        ["POST /api/tokens"] = new("Makes a token; the answer alone has its words"),
        ["DELETE /api/tokens/{id}"] = new("Revokes a token at once"),
    };

    /// <summary>Writes them into the document.</summary>
    internal static void Apply(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Telecontrol",
            Version = "1",
            Description = "What the dashboard answers over HTTP. Times are of RFC 3339. A refusal is a problem (RFC 9457) with a `code`; "
                + "429 says that too much was asked for at once. A program logs in with a token: `Authorization: Bearer …`.",
        };

        // What programs ask for comes first.
        string[] first = ["sites", "events", "alarms"];
        document.Tags = new HashSet<OpenApiTag>(
            (document.Tags ?? new HashSet<OpenApiTag>())
                .OrderBy(tag => Array.IndexOf(first, tag.Name) is >= 0 and var at ? at : first.Length));
        foreach ((string path, IOpenApiPathItem item) in document.Paths)
        {
            foreach ((HttpMethod method, OpenApiOperation operation) in item.Operations ?? [])
            {
                if (All.TryGetValue($"{method} {path}", out Words? words))
                {
                    operation.Summary = words.Summary;
                    foreach (Parameter parameter in words.Query)
                    {
                        (operation.Parameters ??= []).Add(parameter.Describe());
                    }
                }
            }
        }
    }

    /// <summary>A value of a query.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="What">What it does.</param>
    internal sealed record Parameter(string Name, string What)
    {
        /// <summary>Whether it is a number, and no text.</summary>
        public bool IsNumber { get; init; }

        internal OpenApiParameter Describe() => new()
        {
            Name = Name,
            In = ParameterLocation.Query,
            Description = What,
            Schema = new OpenApiSchema { Type = IsNumber ? JsonSchemaType.Integer : JsonSchemaType.String },
        };
    }

    /// <summary>What is said of a request.</summary>
    /// <param name="Summary">What it does, in a line.</param>
    /// <param name="Query">The values that its query may have.</param>
    internal sealed record Words(string Summary, params Parameter[] Query);
}
