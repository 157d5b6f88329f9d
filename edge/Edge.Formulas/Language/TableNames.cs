namespace Edge.Formulas.Language;

/// <summary>The names of the tables and their attributes, without regard to case.</summary>
internal static class TableNames
{
    private static readonly string[] Elements = ["text", "fill", "stroke", "mark"];
    private static readonly string[] Digitals = ["value", "q"];
    private static readonly string[] Analogs = ["value", "q", "escala"];

    /// <summary>The names of the tables, for suggestions.</summary>
    internal static IReadOnlyList<string> All { get; } = ["eg", "ai", "di"];

    /// <summary>The table of a name, or null.</summary>
    internal static FormulaTable? Find(string name)
    {
        if (name.Length != 2)
        {
            return null;
        }

        return name.Equals("eg", StringComparison.OrdinalIgnoreCase) ? FormulaTable.Elements
            : name.Equals("di", StringComparison.OrdinalIgnoreCase) ? FormulaTable.Digitals
            : name.Equals("ai", StringComparison.OrdinalIgnoreCase) ? FormulaTable.Analogs
            : null;
    }

    /// <summary>The name of a table.</summary>
    internal static string Of(FormulaTable table) => table switch
    {
        FormulaTable.Elements => "eg",
        FormulaTable.Digitals => "di",
        _ => "ai",
    };

    /// <summary>The names of a table's attributes; the index of a name is the attribute's number.</summary>
    internal static string[] AttributesOf(FormulaTable table) => table switch
    {
        FormulaTable.Elements => Elements,
        FormulaTable.Digitals => Digitals,
        _ => Analogs,
    };

    /// <summary>The number of an attribute in its table, or -1.</summary>
    internal static int FindAttribute(FormulaTable table, string name) =>
        Array.FindIndex(AttributesOf(table), attribute => attribute.Equals(name, StringComparison.OrdinalIgnoreCase));
}
