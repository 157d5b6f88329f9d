namespace Edge.Formulas.Language;

/// <summary>A table of formulas.</summary>
public enum FormulaTable : byte
{
    /// <summary><c>eg</c>: the elements of the drawings.</summary>
    Elements = 0,

    /// <summary><c>di</c>: the digital points.</summary>
    Digitals = 1,

    /// <summary><c>ai</c>: the analogue points.</summary>
    Analogs = 2,
}
