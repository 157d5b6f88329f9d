using Edge.Formulas.Findings;
using Edge.Formulas.Values;

namespace Edge.Formulas.Language;

/// <summary>
/// Recursive descent with precedences as in Python. Never throws: the first problem ends the source, so that all methods return. The depth
/// is counted in all recursive methods, so the stack is bounded.
/// </summary>
internal ref struct Parser
{
    private const int Levels = 6;
    private static readonly Phrase Divide = $"compute a part of it in an element of its own";

    private readonly ReadOnlySpan<char> _source;
    private Lexer _lexer;
    private Token _token;
    private Token _last;
    private Problem? _problem;
    private int _depth;
    private int _parts;

    private Parser(ReadOnlySpan<char> source)
    {
        _source = source;
        _lexer = new Lexer(source);
    }

    /// <summary>The formula, or null and the problem.</summary>
    internal static Expression? Parse(string source, out Problem? problem)
    {
        if (source.Length > Bounds.Length)
        {
            problem = new(FormulaCode.TooLong, 0, source.Length, Divide, [$"{source.Length}", $"{Bounds.Length}"]);
            return null;
        }

        var parser = new Parser(source);
        Expression expression = parser.Formula();
        problem = parser._problem;
        return problem is null ? expression : null;
    }

    private Expression Formula()
    {
        Advance();
        if (_token.Kind == TokenKind.Equal && _token.Length == 1)
        {
            Advance();
        }

        if (_token.Kind == TokenKind.End && _problem is null)
        {
            return Fail(FormulaCode.Empty, _token, null);
        }

        Expression expression = Any();
        if (_token.Kind != TokenKind.End)
        {
            FailHere();
        }

        return expression;
    }

    private void Advance()
    {
        _last = _token;
        _token = _lexer.Next();
        _problem ??= _lexer.Problem;
        if (_problem is not null)
        {
            _token = new(TokenKind.End, _source.Length, 0);
        }
    }

    private Expression Any()
    {
        if (!Enter())
        {
            return Nothing();
        }

        Expression expression = IsWord("lambda") ? Lambda() : Chain(0);
        _depth--;
        return expression;
    }

    private Expression Lambda()
    {
        int start = _token.Start;
        Advance();
        Token parameter = _token;
        if (parameter.Kind != TokenKind.Word)
        {
            return FailHere($"write lambda x: …");
        }

        Advance();
        if (_token.Kind != TokenKind.Colon)
        {
            return FailHere($"write lambda x: …");
        }

        Advance();
        Expression body = Any();
        return Part(new LambdaExpression(start, body.Start + body.Length - start, parameter.Text!, body));
    }

    /// <summary>Levels: 0 or, 1 and, 2 comparisons (with not before them), 3 join, 4 sums, 5 products.</summary>
    private Expression Chain(int level)
    {
        if (level == 2 && IsWord("not"))
        {
            return Not();
        }

        if (level == Levels)
        {
            return Unary();
        }

        Expression first = Chain(level + 1);
        if (!IsOperator(level, out BinaryOperator op))
        {
            return first;
        }

        var operands = new List<Expression> { first };
        var operators = new List<BinaryOperator>();
        do
        {
            operators.Add(op);
            Advance();
            operands.Add(level == 2 ? Chain(3) : Chain(level + 1));
        }
        while (IsOperator(level, out op));
        Expression last = operands[^1];
        return Part(new ChainExpression(first.Start, last.Start + last.Length - first.Start, [.. operands], [.. operators]));
    }

    private Expression Not()
    {
        if (!Enter())
        {
            return Nothing();
        }

        int start = _token.Start;
        Advance();
        Expression operand = Chain(2);
        _depth--;
        return Part(new UnaryExpression(start, operand.Start + operand.Length - start, UnaryOperator.Not, operand));
    }

    private Expression Unary()
    {
        if (_token.Kind is not (TokenKind.Minus or TokenKind.Plus))
        {
            return Power();
        }

        if (!Enter())
        {
            return Nothing();
        }

        int start = _token.Start;
        UnaryOperator op = _token.Kind == TokenKind.Minus ? UnaryOperator.Minus : UnaryOperator.Plus;
        Advance();
        Expression operand = Unary();
        _depth--;
        return Part(new UnaryExpression(start, operand.Start + operand.Length - start, op, operand));
    }

    private Expression Power()
    {
        Expression @base = Primary();
        if (_token.Kind != TokenKind.Power)
        {
            return @base;
        }

        if (!Enter())
        {
            return Nothing();
        }

        Advance();
        Expression exponent = Unary();
        _depth--;
        return Part(new ChainExpression(
            @base.Start, exponent.Start + exponent.Length - @base.Start, [@base, exponent], [BinaryOperator.Power]));
    }

    private Expression Primary()
    {
        Token token = _token;
        switch (token.Kind)
        {
            case TokenKind.Number:
                Advance();
                return Constant(token, token.Whole ? FormulaValue.Whole(token.Number) : FormulaValue.Real(token.Number));
            case TokenKind.Text:
                Advance();
                return Constant(token, FormulaValue.FromText(token.Text));
            case TokenKind.LeftParenthesis:
                Advance();
                Expression inner = Any();
                Close(token);
                return inner;
            case TokenKind.Word:
                return Word(token);
            default:
                return FailHere();
        }
    }

    private Expression Word(Token word)
    {
        Advance();
        if (_token.Kind == TokenKind.LeftParenthesis)
        {
            return Call(word);
        }

        if (word.Text!.ToUpperInvariant() is "OR" or "AND" or "NOT" or "LAMBDA")
        {
            return Fail(FormulaCode.UnexpectedToken, word, $"put this part in parentheses", word.Text);
        }

        if (_token.Kind != TokenKind.Dot && Literal(word.Text!) is { } value)
        {
            return Constant(word, value);
        }

        var words = new List<Token> { word };
        while (_token.Kind == TokenKind.Dot)
        {
            Advance();
            if (_token.Kind != TokenKind.Word)
            {
                return FailHere($"a name follows the point, as in ai.TAG.value");
            }

            words.Add(_token);
            Advance();
        }

        return Part(new NameExpression(word.Start, words[^1].Start + words[^1].Length - word.Start, [.. words]));
    }

    private static FormulaValue? Literal(string word) => word.ToUpperInvariant() switch
    {
        "TRUE" or "VERDADERO" => FormulaValue.Truth(true),
        "FALSE" or "FALSO" => FormulaValue.Truth(false),
        "NONE" => FormulaValue.Nothing,
        _ => null,
    };

    private Expression Call(Token name)
    {
        Token open = _token;
        Advance();
        var arguments = new List<Expression>();
        if (_token.Kind != TokenKind.RightParenthesis)
        {
            arguments.Add(Any());
            while (_token.Kind == TokenKind.Comma)
            {
                Advance();
                arguments.Add(Any());
            }
        }

        int end = _token.Start + _token.Length;
        Close(open);
        return Part(new CallExpression(name.Start, end - name.Start, name, [.. arguments]));
    }

    private void Close(Token open)
    {
        if (_token.Kind == TokenKind.RightParenthesis)
        {
            Advance();
        }
        else if (_token.Kind == TokenKind.End)
        {
            Fail(FormulaCode.UnclosedParenthesis, open, $"close it with )");
        }
        else
        {
            FailHere();
        }
    }

    private readonly bool IsWord(string word) =>
        _token.Kind == TokenKind.Word && string.Equals(_token.Text, word, StringComparison.OrdinalIgnoreCase) && !IsNotFunction();

    /// <summary>
    /// <c>NOT(…)</c> in capitals is the spreadsheet's function, which binds to its parenthesis; <c>not (…)</c> is Python's operator.
    /// </summary>
    private readonly bool IsNotFunction()
    {
        if (!string.Equals(_token.Text, "not", StringComparison.OrdinalIgnoreCase) || _token.Text == "not")
        {
            return false;
        }

        ReadOnlySpan<char> rest = _source[(_token.Start + _token.Length)..].TrimStart();
        return rest.Length > 0 && rest[0] == '(';
    }

    private readonly bool IsOperator(int level, out BinaryOperator op)
    {
        (int at, op) = _token.Kind switch
        {
            TokenKind.Word when IsWord("or") => (0, BinaryOperator.Or),
            TokenKind.Word when IsWord("and") => (1, BinaryOperator.And),
            TokenKind.Equal => (2, BinaryOperator.Equal),
            TokenKind.NotEqual => (2, BinaryOperator.NotEqual),
            TokenKind.Less => (2, BinaryOperator.Less),
            TokenKind.LessOrEqual => (2, BinaryOperator.LessOrEqual),
            TokenKind.Greater => (2, BinaryOperator.Greater),
            TokenKind.GreaterOrEqual => (2, BinaryOperator.GreaterOrEqual),
            TokenKind.Join => (3, BinaryOperator.Join),
            TokenKind.Plus => (4, BinaryOperator.Add),
            TokenKind.Minus => (4, BinaryOperator.Subtract),
            TokenKind.Times => (5, BinaryOperator.Multiply),
            TokenKind.Divide => (5, BinaryOperator.Divide),
            TokenKind.Modulo => (5, BinaryOperator.Modulo),
            _ => (-1, default),
        };
        return at == level;
    }

    private bool Enter()
    {
        if (++_depth <= Bounds.Depth)
        {
            return true;
        }

        Fail(FormulaCode.TooDeep, _token, Divide, $"{Bounds.Depth}");
        return false;
    }

    private Expression Constant(Token token, FormulaValue value) => Part(new ConstantExpression(token.Start, token.Length, value));

    private Expression Part(Expression expression)
    {
        return ++_parts <= Bounds.Parts
            ? expression
            : Fail(FormulaCode.TooManyParts, _token, Divide, $"{Bounds.Parts}");
    }

    private ConstantExpression FailHere(Phrase? hint = null)
    {
        if (_token.Kind == TokenKind.End)
        {
            return Fail(
                FormulaCode.UnexpectedEnd, _token,
                hint ?? (_last.Kind == TokenKind.Modulo ? (Phrase)$"% is the remainder of a division: write 50% as 0.5" : null));
        }

        string text = new string(_source.Slice(_token.Start, Math.Min(_token.Length, 40)));
        return Fail(FormulaCode.UnexpectedToken, _token, hint ?? Slips.At(_source, _last, _token), text);
    }

    private ConstantExpression Fail(FormulaCode code, Token token, Phrase? hint, params ReadOnlySpan<string> arguments)
    {
        _problem ??= new(code, token.Start, token.Length, hint, [.. arguments]);
        _token = new(TokenKind.End, _source.Length, 0);
        return Nothing();
    }

    private readonly ConstantExpression Nothing() => new(_source.Length, 0, FormulaValue.Nothing);
}
