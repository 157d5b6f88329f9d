namespace Edge.Formulas.Findings;

/// <summary>The severity of a finding about a formula or another part of a profile.</summary>
public enum FindingSeverity : byte
{
    /// <summary>Information without an effect.</summary>
    Information = 0,

    /// <summary>Something was assumed, is not shown or may be wrong; the rest works.</summary>
    Warning = 1,

    /// <summary>A formula, a row, a drawing or the whole workbook cannot be used.</summary>
    Error = 2,
}
