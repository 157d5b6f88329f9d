using Edge.Formulas.Values;

namespace Edge.Formulas.Compile;

internal enum Op : byte
{
    Constant,
    Load,
    LoadAttribute,
    LoadItem,
    Plus,
    Negate,
    Not,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Join,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
    Chain,
    CompareChain,
    Or,
    And,
    If,
    Any,
    All,
    Sum,
    Min,
    Max,
    Average,
    Sqrt,
    Float,
    Str,
    Int,
    Round,
    Abs,
    List,
}

/// <summary>
/// One step of a formula. A, B and C are nodes, a slot, or a place in <see cref="Program.Lists"/>; comments in the compiler explain them
/// where it creates the node.
/// </summary>
internal readonly struct Node(Op op, int a = 0, int b = 0, int c = 0, FormulaValue constant = default)
{
    internal readonly Op Op = op;
    internal readonly int A = a;
    internal readonly int B = b;
    internal readonly int C = c;
    internal readonly FormulaValue Constant = constant;
}

/// <summary>A step of a list: filter or map, with the index of the lambda's parameter and its body.</summary>
/// <param name="Filters">Whether it filters.</param>
/// <param name="Depth">The index of the parameter.</param>
/// <param name="Body">The node of the body.</param>
/// <param name="Selection">The index of the cache for the rows that pass a filter, or -1.</param>
/// <param name="Hubs">The hubs that the cached rows depend on, a bit each.</param>
internal readonly record struct Stage(bool Filters, int Depth, int Body, int Selection, int Hubs);

/// <summary>The place of a node in its formula, for findings.</summary>
internal readonly record struct Place(int Start, int Length);

/// <summary>All formulas of a profile in a few flat arrays: compact, without closures and without code generated at run time.</summary>
internal sealed class Program
{
    private readonly List<Node> _nodes = [];
    private readonly List<Place> _places = [];
    private readonly List<int> _lists = [];
    private readonly List<Stage> _stages = [];

    internal Node[] Nodes { get; private set; } = [];

    internal Place[] Places { get; private set; } = [];

    /// <summary>Operands of nodes that have more than three.</summary>
    internal int[] Lists { get; private set; } = [];

    internal Stage[] Stages { get; private set; } = [];

    internal int Add(Node node, int start, int length)
    {
        _nodes.Add(node);
        _places.Add(new(start, length));
        return _nodes.Count - 1;
    }

    internal int AddList(ReadOnlySpan<int> items)
    {
        int first = _lists.Count;
        foreach (int item in items)
        {
            _lists.Add(item);
        }

        return first;
    }

    internal int AddStages(IReadOnlyList<Stage> stages)
    {
        int first = _stages.Count;
        _stages.AddRange(stages);
        return first;
    }

    /// <summary>How many filters cache their rows.</summary>
    internal int Selections { get; private set; }

    internal int AddSelection() => Selections++;

    /// <summary>Ends the building: no nodes are added any more.</summary>
    internal void Freeze()
    {
        Nodes = [.. _nodes];
        Places = [.. _places];
        Lists = [.. _lists];
        Stages = [.. _stages];
    }
}
