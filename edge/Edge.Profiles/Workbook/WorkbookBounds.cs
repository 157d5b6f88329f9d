namespace Edge.Profiles.Workbook;

/// <summary>How much of a workbook is read at most.</summary>
/// <param name="MaximumUnpackedBytes">The largest size of an .xlsx once unpacked, in bytes.</param>
/// <param name="MaximumRows">The rows that are read of one sheet; more is reported.</param>
internal readonly record struct WorkbookBounds(long MaximumUnpackedBytes, int MaximumRows);
