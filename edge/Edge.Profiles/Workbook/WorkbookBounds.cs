namespace Edge.Profiles.Workbook;

/// <summary>The limits of reading a workbook.</summary>
/// <param name="MaximumUnpackedBytes">The largest size of an .xlsx once unpacked, in bytes.</param>
/// <param name="MaximumRows">The most rows of one sheet; more are an error.</param>
/// <param name="MaximumCells">The most non-empty cells of all sheets; with more the workbook cannot be used.</param>
internal readonly record struct WorkbookBounds(long MaximumUnpackedBytes, int MaximumRows, int MaximumCells = 1_000_000);
