namespace Edge.Formulas.Language;

internal enum Function : byte
{
    If,
    Any,
    All,
    Not,
    Sum,
    Map,
    Filter,
    Sqrt,
    Float,
    Str,
    Int,
    Round,
    Abs,
    Min,
    Max,
    Average,
}

/// <summary>The signature of a function.</summary>
/// <param name="Function">The function.</param>
/// <param name="Name">Its first name, for messages.</param>
/// <param name="Least">The fewest arguments.</param>
/// <param name="Most">The most arguments.</param>
/// <param name="TakesLists">Whether an argument may be a list, whose values are then arguments.</param>
internal sealed record FunctionInfo(Function Function, string Name, int Least, int Most, bool TakesLists = false);

/// <summary>The functions by their Spanish, English and Python names, without regard to case.</summary>
internal static class FunctionTable
{
    private static readonly FunctionInfo If = new(Function.If, "SI", 2, 3);
    private static readonly FunctionInfo Any = new(Function.Any, "O", 1, int.MaxValue, TakesLists: true);
    private static readonly FunctionInfo All = new(Function.All, "Y", 1, int.MaxValue, TakesLists: true);
    private static readonly FunctionInfo Not = new(Function.Not, "NO", 1, 1);
    private static readonly FunctionInfo Sum = new(Function.Sum, "SUMA", 1, int.MaxValue, TakesLists: true);
    private static readonly FunctionInfo Map = new(Function.Map, "APLICAR", 2, 2);
    private static readonly FunctionInfo Filter = new(Function.Filter, "FILTRAR", 2, 2);
    private static readonly FunctionInfo Sqrt = new(Function.Sqrt, "RAIZ", 1, 1);
    private static readonly FunctionInfo Float = new(Function.Float, "FLOAT", 1, 1);
    private static readonly FunctionInfo Str = new(Function.Str, "STR", 1, 1);
    private static readonly FunctionInfo Int = new(Function.Int, "INT", 1, 1);
    private static readonly FunctionInfo Round = new(Function.Round, "REDONDEAR", 1, 2);
    private static readonly FunctionInfo Abs = new(Function.Abs, "ABS", 1, 1);
    private static readonly FunctionInfo Min = new(Function.Min, "MIN", 1, int.MaxValue, TakesLists: true);
    private static readonly FunctionInfo Max = new(Function.Max, "MAX", 1, int.MaxValue, TakesLists: true);
    private static readonly FunctionInfo Average = new(Function.Average, "PROMEDIO", 1, int.MaxValue, TakesLists: true);

    private static readonly Dictionary<string, FunctionInfo> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SI"] = If,
        ["IF"] = If,
        ["O"] = Any,
        ["OR"] = Any,
        ["Y"] = All,
        ["AND"] = All,
        ["NO"] = Not,
        ["NOT"] = Not,
        ["SUMA"] = Sum,
        ["SUM"] = Sum,
        ["APLICAR"] = Map,
        ["MAP"] = Map,
        ["FILTRAR"] = Filter,
        ["FILTER"] = Filter,
        ["RAIZ"] = Sqrt,
        ["RAÍZ"] = Sqrt,
        ["SQRT"] = Sqrt,
        ["FLOAT"] = Float,
        ["STR"] = Str,
        ["INT"] = Int,
        ["REDONDEAR"] = Round,
        ["ROUND"] = Round,
        ["ABS"] = Abs,
        ["MIN"] = Min,
        ["MAX"] = Max,
        ["PROMEDIO"] = Average,
        ["AVERAGE"] = Average,
    };

    /// <summary>Every name, for suggestions.</summary>
    internal static IReadOnlyCollection<string> Names => ByName.Keys;

    internal static FunctionInfo? Find(string name) => ByName.GetValueOrDefault(name);
}
