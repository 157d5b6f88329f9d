using Edge.Profiles.Template;

namespace Edge.Profiles;

/// <summary>An empty workbook to begin with.</summary>
public static class EmptyWorkbook
{
    /// <summary>
    /// Every sheet that the import knows, with its headings, a comment on each that says what the column means, rules for what its cells
    /// may hold, and the few rows that every station has: as .xlsx. The same bytes each time.
    /// </summary>
    public static byte[] Write() => TemplateWriter.Write(TemplateSheets.All);
}
