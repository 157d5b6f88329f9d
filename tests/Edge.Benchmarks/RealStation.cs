using Edge.Domain;
using Edge.Formulas;
using Edge.Profiles;
using TestKit;

namespace Edge.Benchmarks;

/// <summary>The workbook of a real substation, third-party data that may not be here.</summary>
internal static class RealStation
{
    public static string? Path => Repository.SharedData("estacion-e4.xls");

    public static Profile Import() =>
        ProfileImporter.Import(Path!, new ProfileImportOptions { ReadDrawings = false }).Profile
        ?? throw new InvalidOperationException("The real workbook cannot be imported.");

    /// <summary>The elements whose text is a state that an operator or a rule sets, 0 or 1.</summary>
    public static int[] States(Profile profile, FormulaEngine engine) =>
    [
        .. Enumerable.Range(0, profile.Elements.Length).Where(
            i => profile.Elements[i].Text is "0" or "1" && !engine.IsSetByFormula(i, ElementAttribute.Text)),
    ];
}
