using Edge.Profiles.Template;

namespace Edge.Profiles;

/// <summary>An empty workbook to begin with.</summary>
public static class EmptyWorkbook
{
    /// <summary>
    /// Writes an .xlsx with all sheets of the import, their headings, a comment on each heading, validation rules for the cells, and the
    /// few rows that every substation has. The same bytes each time.
    /// </summary>
    public static byte[] Write() => TemplateWriter.Write(TemplateSheets.All);
}
