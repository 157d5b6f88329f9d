using Dashboard.Alarms.Notifications;
using Dashboard.Historian.Notifications;

namespace Dashboard.Web.Api;

/// <summary>The rules of the notifications.</summary>
/// <param name="Rules">By their numbers.</param>
public sealed record NotificationRules(IReadOnlyList<NotificationRule> Rules);

/// <summary>The groups of the notifications. The secret of a webhook is never shown.</summary>
/// <param name="Groups">By their numbers.</param>
public sealed record NotificationGroups(IReadOnlyList<NotificationGroup> Groups);

/// <summary>What was made or changed.</summary>
/// <param name="Id">Its number.</param>
public sealed record NotificationStored(long Id);

/// <summary>A text of the notifications.</summary>
/// <param name="Name">What it is for and its language, such as <c>mailOne.es</c>.</param>
/// <param name="Subject">The subject; empty for a text message.</param>
/// <param name="Body">The text.</param>
/// <param name="IsDefault">Whether it is that of the program.</param>
/// <param name="Placeholders">What may stand in braces.</param>
public sealed record TemplateView(string Name, string Subject, string Body, bool IsDefault, IReadOnlyList<string> Placeholders);

/// <summary>The texts of the notifications.</summary>
/// <param name="Templates">All forms in all languages.</param>
public sealed record TemplateList(IReadOnlyList<TemplateView> Templates);

/// <summary>A text that is to take the place of the program's.</summary>
/// <param name="Subject">The subject; absent for a text message.</param>
/// <param name="Body">The text.</param>
public sealed record TemplateChange(string? Subject, string? Body);

/// <summary>A text that is to be looked at.</summary>
/// <param name="Name">What it is for and its language, such as <c>mailOne.es</c>.</param>
/// <param name="Subject">The subject; absent for a text message.</param>
/// <param name="Body">The text.</param>
public sealed record TemplatePreview(string? Name, string? Subject, string? Body);

/// <summary>A text, filled with an example.</summary>
/// <param name="Subject">The subject; empty for a text message.</param>
/// <param name="Body">The text.</param>
public sealed record PreviewedText(string Subject, string Body);

/// <summary>An address that is to be tried out.</summary>
/// <param name="Group">The number of the group.</param>
/// <param name="Person">The name of the person; absent for a webhook.</param>
/// <param name="Way">How.</param>
public sealed record NotificationTest(long Group, string? Person, NotificationWay? Way);

/// <summary>Which ways are set up in the configuration of the dashboard.</summary>
/// <param name="Mail">Whether there is a mail server.</param>
/// <param name="Sms">Whether there is a folder for text messages.</param>
/// <param name="Links">Whether mails have links.</param>
public sealed record NotificationWays(bool Mail, bool Sms, bool Links);

/// <summary>A page of the queue.</summary>
/// <param name="Messages">The newest first.</param>
/// <param name="Next">To be given as <c>before</c> for the page that follows; null when there is none.</param>
public sealed record NotificationList(IReadOnlyList<NotificationView> Messages, string? Next);

/// <summary>A message of the queue.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Way">How it is sent.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Address">Where it goes.</param>
/// <param name="Person">To whom.</param>
/// <param name="Group">The name of the group.</param>
/// <param name="Alarms">Of how many alarms.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Due">When it is tried next; absent when it is over.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="Changed">When its state changed last.</param>
/// <param name="Fault">Why it could not be sent: a word of docs/openapi.json, or of a newer version.</param>
/// <param name="Detail">What the other side or the system said.</param>
/// <param name="Repeated">Whether it may be there already.</param>
/// <param name="Test">Whether somebody tried out an address.</param>
public sealed record NotificationView(
    long Id, NotificationWay Way, NotificationState State, string Address, string Person, string Group, int Alarms, DateTimeOffset Created,
    DateTimeOffset? Due, int Tries, DateTimeOffset Changed, string? Fault, string? Detail, bool Repeated, bool Test)
{
    internal static NotificationView Of(NotificationMessage message) => new(
        message.Id, message.Way, message.State, message.Address, message.Person, message.Group, message.Alarms, message.Created,
        message.State == NotificationState.Waiting ? message.Due : null, message.Tries, message.Changed, message.Fault, message.Detail,
        message.IsRepeat, message.IsTest);
}
