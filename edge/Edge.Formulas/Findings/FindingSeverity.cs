namespace Edge.Formulas.Findings;

/// <summary>How much a finding matters, of a formula or of any other part of a profile.</summary>
public enum FindingSeverity : byte
{
    /// <summary>Worth knowing; nothing is lost.</summary>
    Information = 0,

    /// <summary>Something was guessed, will not show or may not be meant; the rest works.</summary>
    Warning = 1,

    /// <summary>A formula, a row, a drawing or the whole workbook cannot be used as it is.</summary>
    Error = 2,
}
