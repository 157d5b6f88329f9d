using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using TestKit;

namespace Edge.EndToEnd.Tests.Alarms;

/// <summary>
/// The dashboard is killed (SIGKILL) while an operator acknowledges and shelves: state, history and the record of what users did are what
/// they were, or what was asked for, never half; and what was answered is there.
/// </summary>
[Trait("Category", "Slow")]
public sealed class A_killed_dashboard_did_all_or_nothing
{
    private const int Rounds = 4;

    // An alarm as the record of what users did names it.
    private const string Target = "a.site || '/' || a.condition || '/' || a.name || ' #' || a.id";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whenever_it_is_killed()
    {
        await using WholeSystem whole = await WholeSystem.StartAsync(Stop);
        foreach (string bay in (string[])["F1 51", "F2 51N", "F3 51", "F4 51N", "F5 51", "F6 51N", "F7 51", "F8 51N", "T1 87", "T2 87"])
        {
            _ = await whole.Field.TellAsync($"trip {bay} permanent".Replace("87 permanent", "87", StringComparison.Ordinal), Stop);
        }

        await Eventually.TrueAsync(async () => (await OpenAsync(whole)).Length >= 12, "the protections operated", Stop);
        List<(long Id, string What)> answered = [];
        int killedAmidst = 0;
        for (int round = 0; round < Rounds; round++)
        {
            JsonElement[] open = await OpenAsync(whole);
            Task<int> working = WorkAsync(whole, open, round, answered);

            // After so many answers that each round dies at another place.
            int before = answered.Count;
            await Eventually.TrueAsync(() => Count(answered) >= before + (round % 4) || working.IsCompleted, "it answers", Stop);
            await whole.Dashboard.KillAsync();
            killedAmidst += await working;
            whole.Dashboard.Start();
            await whole.DashboardIsReadyAsync(Stop);
            Check(whole, answered);
        }

        Assert.InRange(killedAmidst, 1, Rounds);
        Assert.NotEmpty(answered);
    }

    // What the operator does until the dashboard is gone: 1 where it was killed amidst a request.
    private static async Task<int> WorkAsync(WholeSystem whole, JsonElement[] open, int round, List<(long Id, string What)> answered)
    {
        for (int i = 0; i < open.Length * 4; i++)
        {
            long id = open[i % open.Length].GetProperty("id").GetInt64();
            int raises = open[i % open.Length].GetProperty("raises").GetInt32();
            bool shelves = (i + round) % 3 == 0;
            try
            {
                using HttpResponseMessage answer = shelves
                    ? await whole.Http.PutAsJsonAsync(
                        $"/api/alarms/{id}/shelf", new { reason = $"prueba {round}.{i}", until = DateTimeOffset.UtcNow.AddHours(1) }, Stop)
                    : await whole.Http.PostAsJsonAsync(
                        "/api/alarms/acknowledge", new { alarms = new[] { new { id, raises } }, comment = $"{round}.{i}" }, Stop);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    JsonElement body = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
                    bool isDone = shelves || body.GetProperty("alarms")[0].GetProperty("outcome").GetString() == "done";
                    lock (answered)
                    {
                        answered.Add((id, isDone ? shelves ? "shelved" : "acknowledged" : "known"));
                    }
                }
            }
            catch (HttpRequestException)
            {
                return 1;
            }
            catch (IOException)
            {
                return 1;
            }
        }

        return 0;
    }

    // What the file says of itself: each line of the history of an alarm by a user has its line of the record, and its state.
    private static void Check(WholeSystem whole, List<(long Id, string What)> answered)
    {
        string file = Path.Combine(whole.DashboardData, "historian.db");
        using SqliteConnection connection = new($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        foreach ((string what, int kind) in ((string, int)[])[("alarmAcknowledged", 3), ("alarmShelved", 4)])
        {
            Assert.Equal(
                Lines(connection, $"SELECT target, count(*) FROM audit WHERE what = '{what}' GROUP BY 1 ORDER BY 1"),
                Lines(
                    connection,
                    $"SELECT {Target}, count(*) FROM alarm_change c JOIN alarm a ON a.id = c.alarm WHERE c.kind = {kind} "
                    + "GROUP BY 1 ORDER BY 1"));
        }

        // The last line of who acknowledged or raised decides, and a shelf is that of its last line.
        Assert.Empty(Lines(
            connection,
            """
            SELECT a.id, a.acknowledged FROM alarm a WHERE a.acknowledged <> (
                SELECT c.kind = 3 FROM alarm_change c WHERE c.alarm = a.id AND c.kind IN (1, 3) ORDER BY c.id DESC LIMIT 1)
            """));
        Assert.Empty(Lines(
            connection,
            """
            SELECT s.name, s.reason FROM alarm_shelf s WHERE s.reason <> (
                SELECT c.comment FROM alarm_change c JOIN alarm a ON a.id = c.alarm
                WHERE a.site = s.site AND a.condition = s.condition AND a.name = s.name AND c.kind = 4 ORDER BY c.id DESC LIMIT 1)
            """));
        foreach ((long id, int count) in answered.Where(one => one.What == "acknowledged").CountBy(one => one.Id))
        {
            Assert.True(long.Parse(
                Lines(connection, $"SELECT '', count(*) FROM alarm_change WHERE kind = 3 AND alarm = {id}")[0][1..],
                CultureInfo.InvariantCulture) >= count);
        }
    }

    private static string[] Lines(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> lines = [];
        while (reader.Read())
        {
            lines.Add($"{reader.GetValue(0)} {reader.GetValue(1)}");
        }

        return [.. lines];
    }

    private static int Count(List<(long Id, string What)> answered)
    {
        lock (answered)
        {
            return answered.Count;
        }
    }

    private static async Task<JsonElement[]> OpenAsync(WholeSystem whole)
    {
        JsonElement found = await whole.Http.GetFromJsonAsync<JsonElement>("/api/alarms?state=all&limit=100", Stop);
        return [.. found.GetProperty("alarms").EnumerateArray()];
    }
}
