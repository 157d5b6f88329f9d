using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Dashboard.Alarms;
using Dashboard.Alarms.Notifications;
using Edge.Contracts;

namespace Dashboard.Historian.Notifications;

/// <summary>How somebody is called. The numbers are stored.</summary>
[JsonConverter(typeof(CamelCaseEnum<NotificationWay>))]
public enum NotificationWay
{
    /// <summary>By mail.</summary>
    Mail = 1,

    /// <summary>By a text message.</summary>
    Sms = 2,

    /// <summary>A program, over HTTP.</summary>
    Webhook = 3,

    /// <summary>Nobody of the group was on duty.</summary>
    Nobody = 4,
}

/// <summary>Where a message stands. The numbers are stored; up to <see cref="Sending"/> it is not over.</summary>
[JsonConverter(typeof(CamelCaseEnum<NotificationState>))]
public enum NotificationState
{
    /// <summary>It is to be sent, for the first time or again.</summary>
    Waiting = 1,

    /// <summary>A dashboard has it and has sent nothing of it yet.</summary>
    Claimed = 2,

    /// <summary>A dashboard hands it over now.</summary>
    Sending = 3,

    /// <summary>The other side has taken it.</summary>
    Sent = 4,

    /// <summary>It could not be sent, and is not tried again.</summary>
    GaveUp = 5,

    /// <summary>Nobody knows whether it was sent: the dashboard or the connection ended while it was handed over.</summary>
    Uncertain = 6,

    /// <summary>There was nobody to send it to.</summary>
    Nobody = 7,

    /// <summary>Its alarms were acknowledged, shelved or over before it was sent.</summary>
    Withdrawn = 8,
}

/// <summary>A message, as the queue has it.</summary>
public sealed record NotificationMessage
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>How it is sent.</summary>
    public required NotificationWay Way { get; init; }

    /// <summary>Where it stands.</summary>
    public required NotificationState State { get; init; }

    /// <summary>Where it goes.</summary>
    public required string Address { get; init; }

    /// <summary>To whom.</summary>
    public required string Person { get; init; }

    /// <summary>The name of the group.</summary>
    public required string Group { get; init; }

    /// <summary>The number of the group.</summary>
    public required long GroupId { get; init; }

    /// <summary>In which language.</summary>
    public required NotificationLanguage Language { get; init; }

    /// <summary>The time zone of its times.</summary>
    public required string Zone { get; init; }

    /// <summary>Of how many alarms.</summary>
    public required int Alarms { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it is tried next.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Tries { get; init; }

    /// <summary>When its state changed last.</summary>
    public required DateTimeOffset Changed { get; init; }

    /// <summary>Why it could not be sent: a word; null: nothing was wrong.</summary>
    public string? Fault { get; init; }

    /// <summary>What the other side or the system said.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether it may be there already: the first one was uncertain.</summary>
    public required bool IsRepeat { get; init; }

    /// <summary>Whether somebody tries out an address.</summary>
    public required bool IsTest { get; init; }
}

/// <summary>A message that is to be sent now.</summary>
/// <param name="Message">The message.</param>
/// <param name="Alarms">The first of its alarms, the most urgent first, each as it is now.</param>
public sealed record NotificationToSend(NotificationMessage Message, ImmutableArray<Alarm> Alarms);

/// <summary>What became of a try.</summary>
public enum SendOutcome
{
    /// <summary>The other side has taken it.</summary>
    Sent,

    /// <summary>It was certainly not sent; it is tried again.</summary>
    Failed,

    /// <summary>It was certainly not sent, and never will be.</summary>
    Refused,

    /// <summary>It may have been sent.</summary>
    Uncertain,
}

/// <summary>The result of a try.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Fault">Why: a word; null: it was sent.</param>
/// <param name="Detail">What the other side or the system said.</param>
public sealed record SendResult(SendOutcome Outcome, string? Fault = null, string? Detail = null);
