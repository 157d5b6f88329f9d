using System.Collections.Immutable;
using Dashboard.Alarms.Notifications;
using Dashboard.Historian.Audit;

namespace Dashboard.Historian.Notifications;

/// <summary>Rules, groups and texts. Each change and its line in the record of what users did are one transaction.</summary>
public interface INotificationSettings
{
    /// <summary>The rules, by their numbers.</summary>
    /// <exception cref="HistorianException">They cannot be read.</exception>
    ImmutableArray<NotificationRule> Rules();

    /// <summary>The groups, by their numbers.</summary>
    /// <exception cref="HistorianException">They cannot be read.</exception>
    ImmutableArray<NotificationGroup> Groups();

    /// <summary>The texts that replace those of the program.</summary>
    /// <exception cref="HistorianException">They cannot be read.</exception>
    ImmutableArray<NotificationTemplate> Templates();

    /// <summary>Adds a rule (number 0) or changes one.</summary>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    SettingChange Set(NotificationRule rule, NotificationChanger by);

    /// <summary>Removes a rule; what it calls for is no longer called for.</summary>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    SettingChange RemoveRule(long id, NotificationChanger by);

    /// <summary>Adds a group (number 0) or changes one. Without a secret for its webhook the one of before stays.</summary>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    SettingChange Set(NotificationGroup group, NotificationChanger by);

    /// <summary>Removes a group that no rule calls.</summary>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    SettingChange RemoveGroup(long id, NotificationChanger by);

    /// <summary>Puts a text in the place of the program's.</summary>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    SettingChange Set(NotificationTemplate template, NotificationChanger by);

    /// <summary>Takes the program's text again.</summary>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    SettingChange RemoveTemplate(NotificationForm form, NotificationLanguage language, NotificationChanger by);
}

/// <summary>Who changes a setting.</summary>
/// <param name="At">When.</param>
/// <param name="Who">The user.</param>
/// <param name="From">From where.</param>
public sealed record NotificationChanger(DateTimeOffset At, string Who, string? From)
{
    internal AuditAct Act(string what, string target, string? old, string? now) =>
        new(At, Who, From, what) { Target = target, Old = old, New = now };
}

/// <summary>What became of a change.</summary>
/// <param name="Id">The number of what was changed; 0 where it has none.</param>
/// <param name="Fault">Why it was not done; null: it was.</param>
public sealed record SettingChange(long Id, NotificationFault? Fault = null)
{
    /// <summary>There is none of this number.</summary>
    public bool IsUnknown { get; init; }
}
