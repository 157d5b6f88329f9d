using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Edge.Contracts;

namespace Dashboard.Alarms.Notifications;

/// <summary>What a text is for. The numbers are stored.</summary>
[JsonConverter(typeof(CamelCaseEnum<NotificationForm>))]
public enum NotificationForm
{
    /// <summary>A mail about one alarm.</summary>
    MailOne,

    /// <summary>A mail about several alarms.</summary>
    MailList,

    /// <summary>A text message about one alarm.</summary>
    SmsOne,

    /// <summary>A text message about several alarms.</summary>
    SmsList,
}

/// <summary>The text of a message. In it <c>{station}</c> and the like stand for what is known of the alarm.</summary>
/// <param name="Form">What it is for.</param>
/// <param name="Language">Its language.</param>
/// <param name="Subject">The subject; empty for a text message.</param>
/// <param name="Body">The text.</param>
public sealed partial record NotificationTemplate(NotificationForm Form, NotificationLanguage Language, string Subject, string Body)
{
    /// <summary>The most letters of a subject.</summary>
    public const int LongestSubject = 200;

    /// <summary>The most letters of a text.</summary>
    public const int LongestBody = 4000;

    private static readonly string[] s_common =
        ["station", "alarm", "state", "time", "priority", "condition", "tag", "device", "raises", "person", "group"];

    private static readonly FrozenDictionary<NotificationForm, string[]> s_placeholders =
        new Dictionary<NotificationForm, string[]>
        {
            [NotificationForm.MailOne] = [.. s_common, "link"],
            [NotificationForm.MailList] = [.. s_common, "count", "list", "link"],
            [NotificationForm.SmsOne] = s_common,
            [NotificationForm.SmsList] = [.. s_common, "count"],
        }.ToFrozenDictionary();

    /// <summary>What may stand in braces in a text of a form.</summary>
    public static IReadOnlyList<string> Placeholders(NotificationForm form) => s_placeholders[form];

    /// <summary>The words in braces that no text of this form can fill.</summary>
    public IReadOnlyList<string> Unknown() =>
    [
        .. Words().Matches(Subject + "\n" + Body).Select(match => match.Groups[1].Value).Where(word => !s_placeholders[Form].Contains(word))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Fills a text. A line whose words in braces are all empty is left out.</summary>
    /// <param name="text">Subject or body.</param>
    /// <param name="values">What is known.</param>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(values);
        StringBuilder filled = new();
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            bool isAnything = false;
            bool isThere = false;
            string written = Words().Replace(line, match =>
            {
                string value = values.GetValueOrDefault(match.Groups[1].Value, "");
                (isAnything, isThere) = (true, isThere || value.Length > 0);
                return value;
            });
            if (!isAnything || isThere)
            {
                _ = filled.Append(filled.Length == 0 ? "" : "\n").Append(written);
            }
        }

        return filled.ToString().TrimEnd();
    }

    [GeneratedRegex(@"\{([A-Za-z]+)\}")]
    private static partial Regex Words();
}
