using System.Collections.Immutable;
using Dashboard.Alarms.Notifications;
using Dashboard.Historian.Audit;
using Dashboard.Historian.Notifications;

namespace Dashboard.Historian.Sql;

/// <summary>Rules, groups and texts of the notifications, in the database of the historian and by its one writer.</summary>
/// <param name="events">The historian. It is not owned.</param>
public sealed class SqlNotificationSettings(SqlEventStore events) : INotificationSettings
{
    private static readonly SettingChange s_unknown = new(0) { IsUnknown = true };

    /// <inheritdoc />
    public ImmutableArray<NotificationRule> Rules() => events.Database.Read(NotificationRows.Rules);

    /// <inheritdoc />
    public ImmutableArray<NotificationGroup> Groups() => events.Database.Read(NotificationRows.Groups);

    /// <inheritdoc />
    public ImmutableArray<NotificationTemplate> Templates() => events.Database.Read(NotificationRows.Templates);

    /// <inheritdoc />
    public SettingChange Set(NotificationRule rule, NotificationChanger by)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(by);
        return events.Database.Write(session =>
        {
            NotificationRows.Hold(session);
            ImmutableArray<NotificationRule> rules = NotificationRows.Rules(session);
            NotificationRule? old = rules.FirstOrDefault(one => one.Id == rule.Id);
            if (rule.Id != 0 && old is null)
            {
                return s_unknown;
            }

            NotificationFault? fault = NotificationChecks.Of(rule, [.. NotificationRows.Groups(session).Select(group => group.Id)])
                ?? Fault(rule.Id == 0 && rules.Length >= NotificationRule.Most, "tooManyRules", NotificationRule.Most);
            return fault is not null ? new SettingChange(rule.Id, fault)
                : new SettingChange(Store(
                    session, "notify_rule", rule.Id, NotificationRows.Written(rule), by, AuditWord.NotificationRuleSet, rule.Name,
                    old is null ? null : NotificationRows.Written(old)));
        });
    }

    /// <inheritdoc />
    public SettingChange RemoveRule(long id, NotificationChanger by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return events.Database.Write(session =>
        {
            NotificationRows.Hold(session);
            if (NotificationRows.Rules(session).FirstOrDefault(one => one.Id == id) is not { } old)
            {
                return s_unknown;
            }

            _ = session.Execute("DELETE FROM notify_call WHERE rule = @id", ("@id", id));
            Remove(session, "notify_rule", id);
            AuditRows.Append(session, [by.Act(AuditWord.NotificationRuleRemoved, old.Name, NotificationRows.Written(old), null)]);
            return new SettingChange(id);
        });
    }

    /// <inheritdoc />
    public SettingChange Set(NotificationGroup group, NotificationChanger by)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(by);
        return events.Database.Write(session =>
        {
            NotificationRows.Hold(session);
            ImmutableArray<NotificationGroup> groups = NotificationRows.Groups(session);
            NotificationGroup? old = groups.FirstOrDefault(one => one.Id == group.Id);
            if (group.Id != 0 && old is null)
            {
                return s_unknown;
            }

            NotificationGroup full = group.Webhook is { Secret: null } webhook
                ? group with { Webhook = webhook with { Secret = old?.Webhook?.Secret } } : group;
            NotificationFault? fault = NotificationChecks.Of(full)
                ?? Fault(group.Id == 0 && groups.Length >= NotificationGroup.Most, "tooManyGroups", NotificationGroup.Most);
            return fault is not null ? new SettingChange(group.Id, fault)
                : new SettingChange(Store(
                    session, "notify_group", group.Id, NotificationRows.Written(full), by, AuditWord.NotificationGroupSet, group.Name,
                    old is null ? null : Shown(old), Shown(full)));
        });
    }

    /// <inheritdoc />
    public SettingChange RemoveGroup(long id, NotificationChanger by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return events.Database.Write(session =>
        {
            NotificationRows.Hold(session);
            if (NotificationRows.Groups(session).FirstOrDefault(one => one.Id == id) is not { } old)
            {
                return s_unknown;
            }

            if (NotificationRows.Rules(session).FirstOrDefault(rule => rule.Steps.Any(step => step.Group == id)) is { } user)
            {
                return new SettingChange(id, new NotificationFault("groupInUse", $"The rule '{user.Name}' calls the group '{old.Name}'."));
            }

            Remove(session, "notify_group", id);
            AuditRows.Append(session, [by.Act(AuditWord.NotificationGroupRemoved, old.Name, Shown(old), null)]);
            return new SettingChange(id);
        });
    }

    /// <inheritdoc />
    public SettingChange Set(NotificationTemplate template, NotificationChanger by)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(by);
        if (NotificationChecks.Of(template) is { } fault)
        {
            return new SettingChange(0, fault);
        }

        return events.Database.Write(session =>
        {
            string? old = Text(Stored(session, template.Form, template.Language));
            _ = session.Execute(
                """
                INSERT INTO notify_template (form, language, subject, body) VALUES (@form, @language, @subject, @body)
                ON CONFLICT (form, language) DO UPDATE SET subject = @subject, body = @body
                """,
                ("@form", (int)template.Form), ("@language", (int)template.Language), ("@subject", template.Subject),
                ("@body", template.Body));
            AuditRows.Append(
                session,
                [by.Act(AuditWord.NotificationTemplateSet, Name(template.Form, template.Language), old, Text(template))]);
            return new SettingChange(0);
        });
    }

    /// <inheritdoc />
    public SettingChange RemoveTemplate(NotificationForm form, NotificationLanguage language, NotificationChanger by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return events.Database.Write(session =>
        {
            if (Stored(session, form, language) is not { } old)
            {
                return new SettingChange(0);
            }

            _ = session.Execute(
                "DELETE FROM notify_template WHERE form = @form AND language = @language",
                ("@form", (int)form), ("@language", (int)language));
            AuditRows.Append(session, [by.Act(AuditWord.NotificationTemplateRemoved, Name(form, language), Text(old), null)]);
            return new SettingChange(0);
        });
    }

    private static long Store(
        SqlSession session, string table, long id, string body, NotificationChanger by, string what, string name, string? old,
        string? shown = null)
    {
        long stored = id == 0
            ? session.Number($"INSERT INTO {table} (body) VALUES (@body) RETURNING id", ("@body", body))!.Value
            : id;
        if (id != 0)
        {
            _ = session.Execute($"UPDATE {table} SET body = @body WHERE id = @id", ("@body", body), ("@id", id));
        }

        AuditRows.Append(session, [by.Act(what, name, old, shown ?? body)]);
        return stored;
    }

    private static void Remove(SqlSession session, string table, long id) =>
        _ = session.Execute($"DELETE FROM {table} WHERE id = @id", ("@id", id));

    private static NotificationFault? Fault(bool isFault, string code, int most) =>
        isFault ? new NotificationFault(code, $"There are {most} of them already, which is the most.") : null;

    // The record is read by others than those who may know the secret.
    private static string Shown(NotificationGroup group) => NotificationRows.Written(
        group.Webhook is { } webhook ? group with { Webhook = webhook with { Secret = null } } : group);

    private static NotificationTemplate? Stored(SqlSession session, NotificationForm form, NotificationLanguage language) =>
        NotificationRows.Templates(session).FirstOrDefault(one => one.Form == form && one.Language == language);

    private static string? Text(NotificationTemplate? template) =>
        template is null ? null : $"{template.Subject} | {template.Body.ReplaceLineEndings(" | ")}";

    private static string Name(NotificationForm form, NotificationLanguage language) => $"{form}.{language}";
}
