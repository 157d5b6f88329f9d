namespace Edge.Formulas.Values;

/// <summary>The one number that a joined text shows, with the words around it.</summary>
/// <param name="Prefix">The words before it, or empty.</param>
/// <param name="Value">The number, as the text shows it: of 12 significant digits.</param>
/// <param name="Decimals">How many decimals the text shows, 0 to 15.</param>
/// <param name="Suffix">The words after it, or empty.</param>
public readonly record struct NumberInWords(string Prefix, double Value, int Decimals, string Suffix);
