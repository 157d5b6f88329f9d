using System.Globalization;
using System.Xml;

namespace Edge.Profiles.Template;

/// <summary>The rule of one column: what its cells may hold (ECMA-376 part 1, §18.3.1.32). A cell may always be empty.</summary>
internal static class TemplateValidation
{
    public static void Write(XmlWriter xml, TemplateColumn column, string cells, string space)
    {
        xml.WriteStartElement("dataValidation", space);
        (string type, string first, string? second, string says) = column switch
        {
            { List: { } list } => ("list", $"\"{string.Join(',', list)}\"", null, $"One of: {string.Join(", ", list)}."),
            { ListFrom: { } range } =>
                ("list", range, null, $"One of those in the sheet {range[..range.IndexOf('!', StringComparison.Ordinal)]}."),
            { Least: { } least } => (
                "whole", Number(least), (string?)Number(column.Most),
                column.Most == int.MaxValue ? $"A whole number from {least}." : $"A whole number from {least} to {column.Most}."),
            _ => ("decimal", "-1E+300", "1E+300", "A number."),
        };
        xml.WriteAttributeString("type", type);
        if (second is not null)
        {
            xml.WriteAttributeString("operator", "between");
        }

        // A reference to another sheet only warns, since the row may be added later.
        xml.WriteAttributeString("errorStyle", column.ListFrom is null ? "stop" : "warning");
        xml.WriteAttributeString("allowBlank", "1");
        xml.WriteAttributeString("showErrorMessage", "1");
        xml.WriteAttributeString("errorTitle", column.Name);
        xml.WriteAttributeString("error", says);
        xml.WriteAttributeString("sqref", cells);
        xml.WriteElementString("formula1", space, first);
        if (second is not null)
        {
            xml.WriteElementString("formula2", space, second);
        }

        xml.WriteEndElement();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
