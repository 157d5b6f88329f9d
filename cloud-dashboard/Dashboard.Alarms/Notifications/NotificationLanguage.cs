using System.Text.Json.Serialization;
using Edge.Contracts;

namespace Dashboard.Alarms.Notifications;

/// <summary>The language of a receiver. The numbers are stored.</summary>
[JsonConverter(typeof(CamelCaseEnum<NotificationLanguage>))]
public enum NotificationLanguage
{
    /// <summary>Spanish.</summary>
    Es,

    /// <summary>English.</summary>
    En,
}
