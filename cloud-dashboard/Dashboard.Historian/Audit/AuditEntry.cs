namespace Dashboard.Historian.Audit;

/// <summary>What somebody did, before it has its place in the record.</summary>
/// <param name="At">When, by the clock of the centre.</param>
/// <param name="Who">The user.</param>
/// <param name="From">From where: the address, or that it was the command line.</param>
/// <param name="What">What was done, a word of <see cref="AuditWord"/>.</param>
public sealed record AuditAct(DateTimeOffset At, string Who, string? From, string What)
{
    /// <summary>The longest of its texts.</summary>
    public const int LongestText = 1000;

    /// <summary>To what: a user, a station, an alarm.</summary>
    public string? Target { get; init; }

    /// <summary>How it was before; null where there was nothing.</summary>
    public string? Old { get; init; }

    /// <summary>How it is now, or what was written with it; null where there is nothing.</summary>
    public string? New { get; init; }
}

/// <summary>A line of the record of what users did.</summary>
/// <param name="Id">Its number: 1, 2, 3, without a gap.</param>
/// <param name="Act">What was done.</param>
/// <param name="Hash">SHA-256 over the hash of the line before it and over this line.</param>
public sealed record AuditEntry(long Id, AuditAct Act, ReadOnlyMemory<byte> Hash);

/// <summary>The words for what users do.</summary>
public static class AuditWord
{
    /// <summary>A user has logged in.</summary>
    public const string LogIn = "logIn";

    /// <summary>A user has logged out.</summary>
    public const string LogOut = "logOut";

    /// <summary>A user has chosen another password.</summary>
    public const string PasswordChanged = "passwordChanged";

    /// <summary>An alarm was acknowledged; new: the comment.</summary>
    public const string AlarmAcknowledged = "alarmAcknowledged";

    /// <summary>An alarm was shelved; new: until when, and why.</summary>
    public const string AlarmShelved = "alarmShelved";

    /// <summary>An alarm was taken out of service; new: why.</summary>
    public const string AlarmOutOfService = "alarmOutOfService";

    /// <summary>An alarm is back; old: why it was not.</summary>
    public const string AlarmBack = "alarmBack";

    /// <summary>An attribute of an element was set by hand; old and new: the values.</summary>
    public const string ElementSet = "elementSet";

    /// <summary>What was set by hand was taken back; old: the value.</summary>
    public const string ElementReleased = "elementReleased";

    /// <summary>The gateway did not answer to one of both: its events say whether it was done. Old and new: as it was to be.</summary>
    public const string ElementUncertain = "elementUncertain";

    /// <summary>A station was forgotten.</summary>
    public const string StationForgotten = "stationForgotten";

    /// <summary>A user was made; new: the role.</summary>
    public const string UserAdded = "userAdded";

    /// <summary>A user has another role; old and new: the roles.</summary>
    public const string UserRole = "userRole";

    /// <summary>A user was given another password.</summary>
    public const string UserPassword = "userPassword";

    /// <summary>A user may not log in any more.</summary>
    public const string UserDisabled = "userDisabled";

    /// <summary>A user may log in again.</summary>
    public const string UserEnabled = "userEnabled";

    /// <summary>The wrong passwords of a user were forgotten.</summary>
    public const string UserUnlocked = "userUnlocked";

    /// <summary>All sessions of a user were ended.</summary>
    public const string SessionsEnded = "sessionsEnded";

    /// <summary>A user was removed; old: the role.</summary>
    public const string UserRemoved = "userRemoved";

    /// <summary>A user has a second factor from now on.</summary>
    public const string SecondFactorOn = "secondFactorOn";

    /// <summary>A user has none any more.</summary>
    public const string SecondFactorOff = "secondFactorOff";

    /// <summary>A user came in with a recovery code, which is used up.</summary>
    public const string RecoveryCodeUsed = "recoveryCodeUsed";

    /// <summary>A user has a passkey more; new: its name.</summary>
    public const string PasskeyAdded = "passkeyAdded";

    /// <summary>A user has a passkey less; old: its name.</summary>
    public const string PasskeyRemoved = "passkeyRemoved";

    /// <summary>A token was made; new: what for, its role, its last day.</summary>
    public const string TokenMade = "tokenMade";

    /// <summary>A token was revoked; old: what for, its role.</summary>
    public const string TokenRevoked = "tokenRevoked";

    /// <summary>The browser of a wall display was let in by its token.</summary>
    public const string WallOpened = "wallOpened";

    /// <summary>Alarms were exported; new: the filters.</summary>
    public const string AlarmsExported = "alarmsExported";

    /// <summary>The record itself was exported; new: the filters.</summary>
    public const string AuditExported = "auditExported";

    /// <summary>A rule of notifications was added or changed; old and new: the rule.</summary>
    public const string NotificationRuleSet = "notificationRuleSet";

    /// <summary>A rule of notifications was removed; old: the rule.</summary>
    public const string NotificationRuleRemoved = "notificationRuleRemoved";

    /// <summary>A group of notifications was added or changed; old and new: the group.</summary>
    public const string NotificationGroupSet = "notificationGroupSet";

    /// <summary>A group of notifications was removed; old: the group.</summary>
    public const string NotificationGroupRemoved = "notificationGroupRemoved";

    /// <summary>A text of notifications was changed; old and new: the text.</summary>
    public const string NotificationTemplateSet = "notificationTemplateSet";

    /// <summary>A text of notifications is that of the program again; old: the text.</summary>
    public const string NotificationTemplateRemoved = "notificationTemplateRemoved";

    /// <summary>A message was sent to try out an address; new: to whom.</summary>
    public const string NotificationTested = "notificationTested";
}
