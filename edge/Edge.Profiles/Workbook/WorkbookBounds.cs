namespace Edge.Profiles.Workbook;

/// <summary>How much of a workbook is read at most.</summary>
/// <param name="MaximumUnpackedBytes">The largest size of an .xlsx once unpacked, in bytes.</param>
/// <param name="MaximumRows">The rows that are read of one sheet; more is an error.</param>
/// <param name="MaximumCells">The cells with anything in them that are read of all sheets; more makes the workbook unusable.</param>
internal readonly record struct WorkbookBounds(long MaximumUnpackedBytes, int MaximumRows, int MaximumCells = 1_000_000);
