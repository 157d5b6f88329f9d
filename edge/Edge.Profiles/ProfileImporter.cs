namespace Edge.Profiles;

/// <summary>Reads the workbook and the drawings of a substation. Never throws for what stands in them: it reports.</summary>
public static class ProfileImporter
{
    /// <summary>Imports a workbook (.xls or .xlsx) and the drawings that it names, which lie beside it.</summary>
    /// <param name="workbookPath">The workbook.</param>
    /// <param name="options">Which concentrator to take, and the bounds.</param>
    public static ProfileImportResult Import(string workbookPath, ProfileImportOptions options) =>
        throw new NotImplementedException();
}
