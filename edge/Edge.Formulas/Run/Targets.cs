using Edge.Formulas.Compile;
using Edge.Formulas.Graph;

namespace Edge.Formulas.Run;

/// <summary>The formula that sets an attribute of an element, by the attribute's slot.</summary>
internal sealed class Targets
{
    private const int NoFormula = -1;
    private const int BrokenFormula = -2;

    private readonly int[] _ranks;

    /// <summary>The targets of a profile's formulas.</summary>
    /// <param name="symbols">The slots.</param>
    /// <param name="graph">The formulas that could be compiled.</param>
    /// <param name="broken">The slots of those that could not.</param>
    internal Targets(Symbols symbols, DependencyGraph graph, IEnumerable<int> broken)
    {
        _ranks = new int[symbols.PointBase];
        Array.Fill(_ranks, NoFormula);
        for (int rank = 0; rank < graph.Order.Length; rank++)
        {
            _ranks[graph.Order[rank].Target] = rank;
        }

        foreach (int slot in broken)
        {
            _ranks[slot] = BrokenFormula;
        }
    }

    /// <summary>Whether a formula sets the slot, even one that could not be compiled.</summary>
    internal bool IsSet(int slot) => _ranks[slot] != NoFormula;

    /// <summary>Whether the formula of the slot could not be compiled.</summary>
    internal bool IsBroken(int slot) => _ranks[slot] == BrokenFormula;

    /// <summary>The rank of the formula that sets the slot, or a negative number.</summary>
    internal int RankOf(int slot) => _ranks[slot];
}
