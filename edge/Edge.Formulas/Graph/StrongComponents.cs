namespace Edge.Formulas.Graph;

/// <summary>A directed graph whose edges are listed by number.</summary>
internal interface ISuccessors
{
    /// <summary>How many nodes there are.</summary>
    int Nodes { get; }

    /// <summary>The node at the end of an edge, or -1 past the last edge.</summary>
    int Successor(int node, int edge);
}

/// <summary>
/// Tarjan's algorithm with an explicit stack, so that a chain of a hundred thousand formulas does not need as many nested calls.
/// </summary>
internal static class StrongComponents
{
    /// <summary>The components, each after those that it reads.</summary>
    internal static List<List<int>> InOrder(ISuccessors graph)
    {
        var search = new Search(graph);
        // Backwards, so that after the reversal independent components are in the order of the sheet.
        for (int node = graph.Nodes - 1; node >= 0; node--)
        {
            search.From(node);
        }

        search.Components.Reverse();
        return search.Components;
    }

    private sealed class Search(ISuccessors graph)
    {
        private readonly int[] _number = new int[graph.Nodes];
        private readonly int[] _low = new int[graph.Nodes];
        private readonly bool[] _open = new bool[graph.Nodes];
        private readonly Stack<int> _stack = new();
        private readonly Stack<(int Node, int Edge)> _calls = new();
        private int _numbers;

        internal List<List<int>> Components { get; } = [];

        internal void From(int root)
        {
            if (_number[root] != 0)
            {
                return;
            }

            Enter(root);
            while (_calls.TryPop(out (int Node, int Edge) call))
            {
                (int node, int edge) = call;
                int next = graph.Successor(node, edge);
                if (next < 0)
                {
                    Leave(node);
                    continue;
                }

                _calls.Push((node, edge + 1));
                if (_number[next] == 0)
                {
                    Enter(next);
                }
                else if (_open[next])
                {
                    _low[node] = Math.Min(_low[node], _number[next]);
                }
            }
        }

        private void Enter(int node)
        {
            _number[node] = _low[node] = ++_numbers;
            _open[node] = true;
            _stack.Push(node);
            _calls.Push((node, 0));
        }

        private void Leave(int node)
        {
            if (_low[node] == _number[node])
            {
                Close(node);
            }

            if (_calls.TryPeek(out (int Node, int Edge) caller))
            {
                _low[caller.Node] = Math.Min(_low[caller.Node], _low[node]);
            }
        }

        private void Close(int root)
        {
            var component = new List<int>(1);
            int node;
            do
            {
                node = _stack.Pop();
                _open[node] = false;
                component.Add(node);
            }
            while (node != root);
            Components.Add(component);
        }
    }
}
