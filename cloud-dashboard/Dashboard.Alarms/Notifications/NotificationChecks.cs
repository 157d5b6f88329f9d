using System.Net.Mail;

namespace Dashboard.Alarms.Notifications;

/// <summary>What is wrong with a setting.</summary>
/// <param name="Code">A word that the pages translate.</param>
/// <param name="Detail">What, in English, with the value that is wrong.</param>
public sealed record NotificationFault(string Code, string Detail);

/// <summary>Checks what an administrator enters.</summary>
public static class NotificationChecks
{
    private const int LongestName = 64;
    private const int LongestAddress = 254;
    private const int LongestUrl = 500;
    private const int LongestSecret = 200;
    private const int ShortestSecret = 16;

    /// <summary>What is wrong with a rule; null: nothing.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="groups">The numbers of the groups that there are.</param>
    public static NotificationFault? Of(NotificationRule rule, IReadOnlyCollection<long> groups)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(groups);
        if (!IsName(rule.Name))
        {
            return new NotificationFault("badName", $"The name needs 1 to {LongestName} letters.");
        }

        if (rule.LeastPriority is < 1 or > 4)
        {
            return new NotificationFault("badPriority", $"The priority {rule.LeastPriority} is none: use 1 to 4.");
        }

        if (rule.Site is { } site && site != Centre.Site && !Edge.Contracts.Topics.IsName(site))
        {
            return new NotificationFault("badStation", $"'{site}' can be no station.");
        }

        if (rule.Condition is { } condition && !AlarmCondition.All.Any(one => one.Word == condition))
        {
            return new NotificationFault("badCondition", $"'{condition}' is no condition of an alarm.");
        }

        if (rule.Action is < 0 or > 31)
        {
            return new NotificationFault("badAction", $"'{rule.Action}' is no action of a workbook: use 0 to 31.");
        }

        if (rule.Steps.Length is < 1 or > NotificationRule.MostSteps || rule.Steps.Any(step => step is null))
        {
            return new NotificationFault("badSteps", $"A rule needs 1 to {NotificationRule.MostSteps} steps.");
        }

        if (rule.Steps.FirstOrDefault(step => !groups.Contains(step.Group)) is { } missing)
        {
            return new NotificationFault("badGroup", $"There is no group {missing.Group}.");
        }

        int last = -1;
        foreach (NotificationStep step in rule.Steps)
        {
            if (step.AfterMinutes <= last || step.AfterMinutes > NotificationStep.LongestMinutes)
            {
                return new NotificationFault(
                    "badMinutes", $"{step.AfterMinutes} minutes: each step comes later than the one before it, within a day.");
            }

            last = step.AfterMinutes;
        }

        return null;
    }

    /// <summary>What is wrong with a group; null: nothing.</summary>
    public static NotificationFault? Of(NotificationGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (!IsName(group.Name))
        {
            return new NotificationFault("badName", $"The name needs 1 to {LongestName} letters.");
        }

        if (group.Members.Length > NotificationGroup.MostMembers || group.Members.Any(member => member is null))
        {
            return new NotificationFault("tooManyMembers", $"A group has at most {NotificationGroup.MostMembers} people.");
        }

        if (group.Members.IsEmpty && group.Webhook is null)
        {
            return new NotificationFault("emptyGroup", "A group needs a person or a webhook.");
        }

        return group.Members.Select(Of).FirstOrDefault(fault => fault is not null) ?? (group.Webhook is { } webhook ? Of(webhook) : null);
    }

    /// <summary>What is wrong with a template; null: nothing.</summary>
    public static NotificationFault? Of(NotificationTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        bool isMail = template.Form is NotificationForm.MailOne or NotificationForm.MailList;
        if (template.Unknown() is [var unknown, ..])
        {
            string known = string.Join(", ", NotificationTemplate.Placeholders(template.Form).Select(one => $"{{{one}}}"));
            return new NotificationFault("unknownPlaceholder", $"{{{unknown}}} is unknown. Known are {known}.");
        }

        return template.Body.Trim().Length is 0 or > NotificationTemplate.LongestBody
            || template.Subject.Length > NotificationTemplate.LongestSubject || template.Subject.Any(char.IsControl)
            || (isMail && template.Subject.Trim().Length == 0)
            ? new NotificationFault(
                "badTemplate",
                $"A text has 1 to {NotificationTemplate.LongestBody} letters; the subject of a mail is one line of 1 to "
                    + $"{NotificationTemplate.LongestSubject}.")
            : null;
    }

    /// <summary>Whether it is an address that mail can be sent to.</summary>
    public static bool IsMailAddress(string? text) =>
        text is { Length: > 2 and <= LongestAddress } && IsPlain(text) && MailAddress.TryCreate(text, out MailAddress? address)
        && address.Address == text;

    /// <summary>Whether it is an international telephone number.</summary>
    public static bool IsPhone(string? text) =>
        text?.TrimStart('+') is { Length: >= 6 and <= 15 } digits && digits.All(char.IsAsciiDigit) && text.Length - digits.Length <= 1;

    private static NotificationFault? Of(NotificationMember member)
    {
        if (!IsName(member.Name))
        {
            return new NotificationFault("badName", $"The name of a person needs 1 to {LongestName} letters.");
        }

        if (member.Email is null && member.Phone is null)
        {
            return new NotificationFault("noAddress", $"{member.Name} has neither a mail address nor a phone.");
        }

        if (member.Email is { } mail && !IsMailAddress(mail))
        {
            return new NotificationFault("badAddress", $"'{mail}' of {member.Name} is no mail address.");
        }

        if (member.Phone is { } phone && !IsPhone(phone))
        {
            return new NotificationFault("badPhone", $"'{phone}' of {member.Name} is no phone number: use +598… with 6 to 15 digits.");
        }

        if (member.Zone is not { Length: > 0 and <= LongestName } || !TimeZoneInfo.TryFindSystemTimeZoneById(member.Zone, out _))
        {
            return new NotificationFault("badZone", $"'{member.Zone}' of {member.Name} is no time zone: use such as America/Montevideo.");
        }

        return member.Roster.Length > NotificationMember.MostShifts || !member.Roster.All(IsShift)
            ? new NotificationFault(
                "badRoster",
                $"The roster of {member.Name}: at most {NotificationMember.MostShifts} lines, days 1 (Monday) to 7, times such as 07:30.")
            : null;
    }

    private static NotificationFault? Of(NotificationWebhook webhook)
    {
        bool isUrl = webhook.Url is { Length: > 0 and <= LongestUrl } && IsPlain(webhook.Url)
            && Uri.TryCreate(webhook.Url, UriKind.Absolute, out Uri? uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)) && uri.UserInfo.Length == 0;
        if (!isUrl)
        {
            return new NotificationFault(
                "badUrl", $"'{webhook.Url}' is no address for a webhook: use https://, or http:// to this machine.");
        }

        return webhook.Secret is { Length: >= ShortestSecret and <= LongestSecret } secret && IsPlain(secret)
            ? null
            : new NotificationFault(
                "badSecret", $"The secret of a webhook has {ShortestSecret} to {LongestSecret} ASCII letters without blanks.");
    }

    private static bool IsName(string? text) =>
        text?.Trim() is { Length: >= 1 } && text.Length <= LongestName && !text.Any(char.IsControl);

    private static bool IsPlain(string text) => text.All(letter => letter is > ' ' and < '\u007f');

    private static bool IsShift(NotificationShift? shift) =>
        shift is { Day: >= 1 and <= 7 } && NotificationShift.TryRead(shift.From, out _) && NotificationShift.TryRead(shift.To, out _);
}
