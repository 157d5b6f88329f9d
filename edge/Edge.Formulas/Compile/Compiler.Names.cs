using Edge.Formulas.Findings;
using Edge.Formulas.Language;

namespace Edge.Formulas.Compile;

/// <summary>Names, tables and lists.</summary>
internal sealed partial class Compiler
{
    private int Name(NameExpression name)
    {
        Token first = name.Words[0];
        int depth = _scope.FindLastIndex(parameter => parameter.Name == first.Text);
        if (depth >= 0)
        {
            return ParameterName(name, depth);
        }

        if (TableNames.Find(first.Text!) is not { } table)
        {
            Phrase? hint = Hints.ForFirstWord(name, _scope.Select(parameter => parameter.Name));
            return Fail(FormulaCode.UnknownName, first.Start, first.Length, hint, first.Text!);
        }

        if (name.Words.Length == 1)
        {
            return Fail(FormulaCode.ListAsValue, name, $"take one attribute of one tag: {NameHints.Example(table)}", first.Text!);
        }

        (Token tag, int behind) = TagOf(name, table);
        int row = symbols.FindRow(table, tag.Text!);
        if (row < 0)
        {
            return Fail(FormulaCode.UnknownTag, tag.Start, tag.Length, Hints.ForTag(table, tag.Text!), TableNames.Of(table), tag.Text!);
        }

        if (name.Words.Length == behind)
        {
            return Fail(FormulaCode.ElementAsValue, name, $"take one attribute of it: {NameHints.Example(table, tag.Text!)}", tag.Text!);
        }

        int attribute = Attribute(table, name, behind);
        if (attribute < 0)
        {
            return 0;
        }

        (int slot, int stride) = symbols.Layout(table, attribute);
        slot += row * stride;
        if (slot >= symbols.ScaleBase)
        {
            return Emit(name, Op.Constant, constant: InitialValues.Scale(symbols.Profile.Analogs[row]));
        }

        // A: the slot.
        Reads.AddSlot(slot);
        return Emit(name, Op.Load, slot);
    }

    /// <summary>
    /// The tag of a path and the index after it: the longest tag of the table that matches, because a tag may contain points.
    /// </summary>
    private (Token Tag, int Behind) TagOf(NameExpression name, FormulaTable table)
    {
        if (!symbols.HasTagsWithPoints(table))
        {
            return (name.Words[1], 2);
        }

        for (int end = name.Words.Length; end > 2; end--)
        {
            Token joined = TagPath.Joined(name.Words.AsSpan(1, end - 1));
            if (symbols.FindRow(table, joined.Text!) >= 0)
            {
                return (joined, end);
            }
        }

        return (name.Words[1], 2);
    }

    private int ParameterName(NameExpression name, int depth)
    {
        Token word = name.Words[0];
        if (_scope[depth].Table is not { } table)
        {
            // C: the index of the parameter.
            if (name.Words.Length == 1)
            {
                return Emit(name, Op.LoadItem, c: depth);
            }

            return Fail(
                FormulaCode.UnknownAttribute, name, $"{word.Text} is a value that APLICAR made: it has no attributes",
                word.Text!, name.Words[1].Text!);
        }

        if (name.Words.Length == 1)
        {
            return Fail(
                FormulaCode.ElementAsValue, name, $"take one attribute of it: {NameHints.Example(table, word.Text!, isParameter: true)}",
                word.Text!);
        }

        int attribute = Attribute(table, name, 1);
        if (attribute < 0)
        {
            return 0;
        }

        Reads.AddHub(Symbols.HubOf(table, attribute));

        // A: the slot of row 0. B: the distance between rows. C: the index of the parameter.
        (int first, int stride) = symbols.Layout(table, attribute);
        return Emit(name, Op.LoadAttribute, first, stride, depth);
    }

    /// <summary>The attribute in the last word, which is at this index; -1 when there is none.</summary>
    private int Attribute(FormulaTable table, NameExpression name, int index)
    {
        Token word = name.Words[index];
        int attribute = TableNames.FindAttribute(table, word.Text!);
        if (attribute < 0)
        {
            Phrase hint = NameHints.ForAttribute(table, word.Text!);
            Fail(FormulaCode.UnknownAttribute, word.Start, word.Length, hint, TableNames.Of(table), word.Text!);
        }
        else if (name.Words.Length > index + 1)
        {
            Token more = name.Words[index + 1];
            Fail(FormulaCode.UnexpectedToken, more.Start, more.Length, null, more.Text!);
            return -1;
        }

        return attribute;
    }

    private bool IsList(Expression expression) => expression switch
    {
        NameExpression { Words: [var word] } =>
            _scope.TrueForAll(parameter => parameter.Name != word.Text) && TableNames.Find(word.Text!) is not null,
        CallExpression call => FunctionTable.Find(call.Name.Text!) is { Function: Function.Map or Function.Filter },
        _ => false,
    };

    /// <summary>A list whose values are arguments of a function.</summary>
    private int ListArgument(Expression expression)
    {
        var stages = new List<Stage>();
        FormulaTable table = List(expression, stages, out FormulaTable? item);
        if (_problem is not null)
        {
            return 0;
        }

        if (item is not null)
        {
            string attribute = TableNames.AttributesOf(item.Value)[0];
            return Fail(
                FormulaCode.ElementAsValue, expression, $"take an attribute of each: APLICAR(lambda e: e.{attribute}, …)",
                TableNames.Of(item.Value));
        }

        // A: how many rows. B: the first stage. C: how many stages.
        return Emit(expression, Op.List, symbols.Rows(table), program.AddStages(stages), stages.Count);
    }

    /// <summary>The table of a list; <paramref name="item"/> is null when the list contains values instead of rows.</summary>
    private FormulaTable List(Expression expression, List<Stage> stages, out FormulaTable? item)
    {
        item = null;
        if (expression is NameExpression name && IsList(expression))
        {
            item = TableNames.Find(name.Words[0].Text!);
            return item!.Value;
        }

        if (expression is not CallExpression call || !IsList(expression))
        {
            Fail(FormulaCode.ValueAsList, expression, $"a list is eg, ai, di, FILTRAR(…) or APLICAR(…)");
            return FormulaTable.Elements;
        }

        string name2 = call.Name.Text!;
        if (call.Arguments.Length != 2)
        {
            Fail(FormulaCode.WrongArgumentCount, call, $"write {name2}(lambda x: …, eg)", name2, "2", "2", $"{call.Arguments.Length}");
            return FormulaTable.Elements;
        }

        FormulaTable table = List(call.Arguments[1], stages, out item);
        if (_problem is not null)
        {
            return table;
        }

        if (call.Arguments[0] is not LambdaExpression lambda)
        {
            Fail(FormulaCode.LambdaMisplaced, call.Arguments[0], $"write {name2}(lambda x: …, eg)");
            return table;
        }

        int depth = _scope.Count;
        if (depth >= Bounds.LambdaDepth)
        {
            Fail(FormulaCode.LambdaTooDeep, lambda, $"compute a part of it in an element of its own", $"{Bounds.LambdaDepth}");
            return table;
        }

        bool filters = FunctionTable.Find(name2)!.Function == Function.Filter;
        _scope.Add(new(lambda.Parameter, item));
        stages.Add(CompileStage(lambda, filters, depth, isFirst: stages.Count == 0));
        _scope.RemoveAt(depth);
        if (!filters)
        {
            item = null;
        }

        return table;
    }

    /// <summary>
    /// The rows that pass a filter can be cached when it is applied directly to a table, outside other lambdas, and reads only attributes
    /// of tables: <c>FILTRAR(lambda x: x.mark = 1, eg)</c> is then evaluated again only when a mark changes.
    /// </summary>
    private Stage CompileStage(LambdaExpression lambda, bool filters, int depth, bool isFirst)
    {
        int loads = Reads.Loads;
        int aside = Reads.SetHubsAside();
        int body = Value(lambda.Body);
        int own = Reads.Join(aside);
        bool keeps = filters && isFirst && depth == 0 && Reads.Loads == loads;
        return new(filters, depth, body, keeps ? program.AddSelection() : -1, own);
    }
}
