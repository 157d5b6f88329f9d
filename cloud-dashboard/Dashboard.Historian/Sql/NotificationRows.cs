using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Dashboard.Alarms.Notifications;
using Dashboard.Historian.Notifications;

namespace Dashboard.Historian.Sql;

/// <summary>The rows of the notifications, within one transaction.</summary>
internal static class NotificationRows
{
    /// <summary>What <see cref="ReadMessage"/> reads.</summary>
    internal const string SelectMessage =
        "SELECT id, way, state, address, person, team, team_id, language, zone, alarms, created, due, tries, changed, fault, detail, "
        + "repeat, test, used FROM notify_message ";

    // No station has this name.
    private const string Everything = "/notifications";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Until the end of the transaction nobody else decides whom to call.</summary>
    internal static void Hold(SqlSession session) => session.Hold(Everything);

    /// <summary>A setting as it is stored.</summary>
    internal static string Written<T>(T setting) => JsonSerializer.Serialize(setting, s_json);

    /// <summary>The rules.</summary>
    internal static ImmutableArray<NotificationRule> Rules(SqlSession session) => [.. session.Rows(
        row => JsonSerializer.Deserialize<NotificationRule>(row.GetString(1), s_json)! with { Id = row.GetInt64(0) },
        "SELECT id, body FROM notify_rule ORDER BY id")];

    /// <summary>The groups.</summary>
    internal static ImmutableArray<NotificationGroup> Groups(SqlSession session) => [.. session.Rows(
        row => JsonSerializer.Deserialize<NotificationGroup>(row.GetString(1), s_json)! with { Id = row.GetInt64(0) },
        "SELECT id, body FROM notify_group ORDER BY id")];

    /// <summary>The texts that replace those of the program.</summary>
    internal static ImmutableArray<NotificationTemplate> Templates(SqlSession session) => [.. session.Rows(
        row => new NotificationTemplate(
            (NotificationForm)row.GetInt32(0), (NotificationLanguage)row.GetInt32(1), row.GetString(2), row.GetString(3)),
        "SELECT form, language, subject, body FROM notify_template ORDER BY form, language")];

    /// <summary>A message, from a row of <see cref="SelectMessage"/>.</summary>
    internal static NotificationMessage ReadMessage(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Way = (NotificationWay)row.GetInt32(1),
        State = (NotificationState)row.GetInt32(2),
        Address = row.GetString(3),
        Person = row.GetString(4),
        Group = row.GetString(5),
        GroupId = row.GetInt64(6),
        Language = (NotificationLanguage)row.GetInt32(7),
        Zone = row.GetString(8),
        Alarms = row.GetInt32(9),
        Created = Microseconds.ToTime(row.GetInt64(10)),
        Due = Microseconds.ToTime(row.GetInt64(11)),
        Tries = row.GetInt32(12),
        Changed = Microseconds.ToTime(row.GetInt64(13)),
        Fault = row.IsDBNull(14) ? null : row.GetString(14),
        Detail = row.IsDBNull(15) ? null : row.GetString(15),
        IsRepeat = row.GetInt32(16) != 0,
        IsTest = row.GetInt32(17) != 0,
    };

    /// <summary>The message of a number.</summary>
    internal static NotificationMessage? Find(SqlSession session, long id) =>
        session.Rows(ReadMessage, SelectMessage + "WHERE id = @id", ("@id", id)).SingleOrDefault();
}
