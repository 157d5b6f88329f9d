namespace Dashboard.Web.Users;

/// <summary>What an endpoint or a method of the hub needs. docs/users.md says which role has which.</summary>
public enum Right
{
    /// <summary>Nothing, not even a session.</summary>
    Open,

    /// <summary>A session of a user, also of one who must choose a password first; no token.</summary>
    AnySession,

    /// <summary>To see stations, events and alarms.</summary>
    Watch,

    /// <summary>To acknowledge alarms.</summary>
    Acknowledge,

    /// <summary>To set by hand what no formula sets, and to take it back.</summary>
    SetByHand,

    /// <summary>To shelve alarms for a time, and to end that.</summary>
    Shelve,

    /// <summary>To take alarms out of service.</summary>
    TakeOutOfService,

    /// <summary>To forget a station.</summary>
    ForgetStation,

    /// <summary>To read what users did.</summary>
    ReadAudit,

    /// <summary>To read which notifications were sent.</summary>
    ReadNotifications,

    /// <summary>To change whom alarms call.</summary>
    ManageNotifications,

    /// <summary>To make, change and remove users and tokens.</summary>
    ManageUsers,
}
