using System.Text;

namespace Edge.Fuzz;

/// <summary>Makes formulas: mostly such as a person would write, with slips, and now and then a bomb.</summary>
internal sealed class FormulaGrammar(Dice dice, string[] corpus)
{
    private const int Longest = 20_000;
    private static readonly (string Name, int Least, int Most)[] Functions =
    [
        ("SI", 2, 3), ("IF", 3, 3), ("O", 1, 4), ("OR", 2, 2), ("Y", 1, 4), ("AND", 2, 2), ("NO", 1, 1), ("NOT", 1, 1), ("SUMA", 1, 4),
        ("MIN", 1, 3), ("MAX", 1, 3),
        ("PROMEDIO", 1, 3), ("RAIZ", 1, 1), ("SQRT", 1, 1), ("ABS", 1, 1), ("REDONDEAR", 1, 2), ("ROUND", 2, 2), ("str", 1, 1),
        ("float", 1, 1), ("int", 1, 1), ("FLOAT", 1, 1),
    ];

    private static readonly string[] Operators =
    [
        "+", "-", "*", "/", "%", "**", "=", "==", "<>", "!=", "<", "<=", ">", ">=", "&", " or ", " and ",
    ];

    // By table, as a lambda's parameter has them.
    private static readonly string[] Tables = ["eg", "ai", "di"];
    private static readonly string[][] Attributes = [["text", "fill", "stroke", "mark"], ["value", "q", "escala"], ["value", "q"]];

    private static readonly string[] Paths =
    [
        "ai.A0.value", "ai.A1.value", "ai.A0.escala", "ai.A1.q", "di.D0.value", "di.D1.q", "eg.E0.text", "eg.E1.fill", "eg.E2.stroke",
        "eg.E3.mark", "eg.E7.text", "AI.A0.Value", "float(eg.E0.text)", "str(ai.A0.value*ai.A0.escala)",
    ];

    private static readonly string[] Atoms =
        ["0", "1", "2", "3", "7", "0.1", "33.2", "1e308", "1e-308", "9007199254740993", "'a'", "\"33.2\"", "''", "None", "True", "FALSO"];

    private static readonly string[] Dubious =
    [
        "x.text", "x", "eg", "ai", "eg.NOBODY.text", "ai.A0", "eg.E0.size", "(", ")", ",", ";", ".", "\\", "lambda", "lambda x: x",
        "NADA(1)", "SUMA()", "1..2", "e.mark", "APLICAR(1, eg)",
    ];

    private readonly StringBuilder _text = new();
    private readonly Stack<int> _scope = new();

    public string Next()
    {
        _ = _text.Clear();
        _scope.Clear();
        switch (dice.Next(10))
        {
            case 0:
                Bomb();
                break;
            case 1 or 2 or 3:
                _ = _text.Append(dice.Of(corpus));
                Slip();
                break;
            default:
                Expression(dice.Next(6));
                if (dice.OneIn(4))
                {
                    Slip();
                }

                break;
        }

        return _text.ToString();
    }

    private void Expression(int depth)
    {
        if (depth <= 0 || dice.OneIn(6))
        {
            Leaf();
            return;
        }

        switch (dice.Next(7))
        {
            case 0 or 1:
                Expression(depth - 1);
                _ = _text.Append(dice.Of(Operators));
                Expression(depth - 1);
                break;
            case 2 or 3:
                Call(depth);
                break;
            case 4:
                _ = _text.Append('(');
                Expression(depth - 1);
                _ = _text.Append(')');
                break;
            case 5:
                List(depth);
                break;
            default:
                _ = _text.Append(dice.Of((string[])["-", "+", "not ", "= "]));
                Expression(depth - 1);
                break;
        }
    }

    private void Leaf()
    {
        if (dice.OneIn(40))
        {
            _ = _text.Append(dice.Of(Dubious));
        }
        else if (_scope.TryPeek(out int table) && dice.OneIn(2))
        {
            _ = _text.Append('x').Append(_scope.Count).Append('.').Append(dice.Of(Attributes[table]));
        }
        else
        {
            _ = _text.Append(dice.OneIn(2) ? dice.Of(Paths) : dice.Of(Atoms));
        }
    }

    private void Call(int depth)
    {
        (string name, int least, int most) = dice.Of(Functions);
        _ = _text.Append(name).Append('(');
        for (int left = least + dice.Next(most - least + 1); left > 0; left--)
        {
            Expression(depth - 1);
            if (left > 1)
            {
                _ = _text.Append(dice.OneIn(3) ? ';' : ',');
            }
        }

        _ = _text.Append(')');
    }

    /// <summary>A list as an argument: what each row of a table makes, perhaps only of some rows; lists within lists too.</summary>
    private void List(int depth)
    {
        int table = dice.Next(Tables.Length);
        _ = _text.Append(dice.Of((string[])["SUMA", "MAX", "MIN", "O", "Y", "PROMEDIO"])).Append("(APLICAR(lambda x")
            .Append(_scope.Count + 1).Append(": ");
        Body(table, depth);
        _ = _text.Append(", ");
        if (dice.OneIn(2))
        {
            _ = _text.Append("FILTRAR(lambda x").Append(_scope.Count + 1).Append(": ");
            Body(table, depth);
            _ = _text.Append(", ").Append(Tables[table]).Append(')');
        }
        else
        {
            _ = _text.Append(Tables[table]);
        }

        _ = _text.Append("))");
    }

    private void Body(int table, int depth)
    {
        _scope.Push(table);
        Expression(depth - 1);
        _ = _scope.Pop();
    }

    private void Bomb()
    {
        string piece = dice.Of(
            (string[])
            [
                "(", "-", "not ", "SI(", "1+", "1**", "lambda x:", "SUMA(APLICAR(lambda x:", "'a'&", "\"", "((", ".", "1e", "eg.", "O(1,",
            ]);
        for (int times = 1 + dice.Next(dice.OneIn(20) ? 4000 : 200); times > 0 && _text.Length < Longest; times--)
        {
            _ = _text.Append(piece);
        }

        _ = _text.Append('1').Append(dice.OneIn(2) ? ")" : "");
    }

    private void Slip()
    {
        for (int slips = 1 + dice.Next(3); slips > 0; slips--)
        {
            int at = dice.Next(_text.Length + 1);
            switch (dice.Next(5))
            {
                case 0 when _text.Length > 0:
                    _ = _text.Remove(Math.Min(at, _text.Length - 1), 1);
                    break;
                case 1:
                    _ = _text.Insert(at, dice.Of(Atoms));
                    break;
                case 2:
                    _ = _text.Insert(at, (char)dice.Next(dice.OneIn(4) ? 0xFFFF : 127));
                    break;
                case 3:
                    _ = _text.Insert(at, dice.Of(Operators));
                    break;
                default:
                    _ = _text.Insert(at, dice.Of(corpus));
                    break;
            }
        }
    }
}
