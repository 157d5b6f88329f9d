using Edge.Formulas.Compile;

namespace Edge.Formulas.Graph;

/// <summary>A compiled formula with its reads and its target.</summary>
/// <param name="Row">Its index in the profile's formulas.</param>
/// <param name="Root">Its first node.</param>
/// <param name="Target">The slot that it sets.</param>
/// <param name="Slots">The slots that it reads, each once.</param>
/// <param name="Hubs">The attributes of whole tables that it reads, a bit each.</param>
internal sealed record CompiledFormula(int Row, int Root, int Target, int[] Slots, int Hubs);

/// <summary>
/// Formulas from <paramref name="First"/> to before <paramref name="End"/> that depend on each other, in the order of the sheet.
/// </summary>
internal readonly record struct Cycle(int First, int End);

/// <summary>
/// The readers of each slot, and the order in which all formulas settle in one pass. The rank of a formula is its index in that order; the
/// formulas of a cycle have consecutive ranks.
/// </summary>
internal sealed class DependencyGraph : ISuccessors
{
    private readonly List<CompiledFormula> _formulas;
    private readonly int[] _readerStart;
    private readonly int[] _readers;
    private readonly int[][] _hubReaders;

    internal DependencyGraph(List<CompiledFormula> formulas, Symbols symbols)
    {
        _formulas = formulas;
        _readerStart = new int[symbols.Slots + 1];
        _readers = ReadersBySlot(formulas, _readerStart);
        _hubReaders = ReadersByHub(formulas);
        Sort();
    }

    /// <summary>The formulas by rank.</summary>
    internal CompiledFormula[] Order { get; private set; } = [];

    /// <summary>The cycle of each rank, or -1.</summary>
    internal int[] CycleOf { get; private set; } = [];

    internal List<Cycle> Cycles { get; } = [];

    int ISuccessors.Nodes => _formulas.Count + Symbols.ElementAttributes;

    /// <summary>The ranks of the formulas that read a slot by its name.</summary>
    internal ReadOnlySpan<int> Readers(int slot) => _readers.AsSpan(_readerStart[slot].._readerStart[slot + 1]);

    /// <summary>The ranks of the formulas that read an attribute of a whole table.</summary>
    internal ReadOnlySpan<int> HubReaders(int hub) => hub < 0 ? [] : _hubReaders[hub];

    /// <summary>
    /// A shortest path from the first formula of a cycle back to itself, each reading the next: ranks, the first not repeated.
    /// </summary>
    internal List<int> PathOf(Cycle cycle)
    {
        int count = cycle.End - cycle.First;
        int[] from = new int[count];
        Array.Fill(from, -1);
        var queue = new Queue<int>([cycle.First]);
        while (queue.TryDequeue(out int rank))
        {
            int target = Order[rank].Target;
            foreach (int reader in (ReadOnlySpan<int>)[.. Readers(target), .. HubReaders(target % Symbols.ElementAttributes)])
            {
                if (reader < cycle.First || reader >= cycle.End || from[reader - cycle.First] >= 0)
                {
                    continue;
                }

                from[reader - cycle.First] = rank;
                if (reader == cycle.First)
                {
                    var path = new List<int> { cycle.First };
                    for (int step = rank; step != cycle.First; step = from[step - cycle.First])
                    {
                        path.Add(step);
                    }

                    return path;
                }

                queue.Enqueue(reader);
            }
        }

        throw new InvalidOperationException("A cycle without a way round it.");
    }

    // While sorting, nodes are formulas in the order of the sheet, then the hubs of the four attributes of elements.
    int ISuccessors.Successor(int node, int edge)
    {
        if (node >= _formulas.Count)
        {
            int[] readers = _hubReaders[node - _formulas.Count];
            return edge < readers.Length ? readers[edge] : -1;
        }

        int target = _formulas[node].Target;
        int first = _readerStart[target];
        int count = _readerStart[target + 1] - first;
        if (edge < count)
        {
            return _readers[first + edge];
        }

        int hub = target % Symbols.ElementAttributes;
        return edge == count && _hubReaders[hub].Length > 0 ? _formulas.Count + hub : -1;
    }

    private static int[] ReadersBySlot(List<CompiledFormula> formulas, int[] start)
    {
        foreach (CompiledFormula formula in formulas)
        {
            foreach (int slot in formula.Slots)
            {
                start[slot + 1]++;
            }
        }

        for (int slot = 1; slot < start.Length; slot++)
        {
            start[slot] += start[slot - 1];
        }

        int[] next = start[..^1].ToArray();
        int[] readers = new int[start[^1]];
        for (int i = 0; i < formulas.Count; i++)
        {
            foreach (int slot in formulas[i].Slots)
            {
                readers[next[slot]++] = i;
            }
        }

        return readers;
    }

    private static int[][] ReadersByHub(List<CompiledFormula> formulas)
    {
        int[][] readers = new int[Symbols.Hubs][];
        for (int hub = 0; hub < readers.Length; hub++)
        {
            readers[hub] = [.. Enumerable.Range(0, formulas.Count).Where(i => (formulas[i].Hubs & (1 << hub)) != 0)];
        }

        return readers;
    }

    private void Sort()
    {
        var order = new List<int>(_formulas.Count);
        var cycleOf = new List<int>(_formulas.Count);
        foreach (List<int> component in StrongComponents.InOrder(this))
        {
            bool throughHub = component.RemoveAll(node => node >= _formulas.Count) > 0;
            if (component.Count == 0)
            {
                continue;
            }

            component.Sort();
            bool cyclic = component.Count > 1 || throughHub || ReadsItself(component[0]);
            if (cyclic)
            {
                Cycles.Add(new(order.Count, order.Count + component.Count));
            }

            foreach (int formula in component)
            {
                order.Add(formula);
                cycleOf.Add(cyclic ? Cycles.Count - 1 : -1);
            }
        }

        CycleOf = [.. cycleOf];
        Order = [.. order.Select(formula => _formulas[formula])];
        UseRanks(order);
    }

    private bool ReadsItself(int formula) => _formulas[formula].Slots.AsSpan().Contains(_formulas[formula].Target);

    private void UseRanks(List<int> order)
    {
        int[] rankOf = new int[order.Count];
        for (int rank = 0; rank < order.Count; rank++)
        {
            rankOf[order[rank]] = rank;
        }

        foreach (int[] list in (int[][])[_readers, .. _hubReaders])
        {
            for (int i = 0; i < list.Length; i++)
            {
                list[i] = rankOf[list[i]];
            }
        }
    }
}
