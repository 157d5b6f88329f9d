using System.Globalization;
using System.Text;
using Edge.Formulas.Findings;

namespace Edge.Formulas.Language;

/// <summary>Splits a formula into tokens, one at a time. After the first problem every further token is the end.</summary>
internal ref struct Lexer(ReadOnlySpan<char> source)
{
    private readonly ReadOnlySpan<char> _source = source;

    // Where ; separates arguments, a comma between two digits is the decimal comma of a spreadsheet in Spanish.
    private readonly bool _decimalComma = HasSemicolon(source);

    private int _position;
    private TokenKind _last = TokenKind.End;

    /// <summary>The first problem, or null.</summary>
    internal Problem? Problem { get; private set; }

    internal Token Next()
    {
        Token token = Read();
        _last = token.Kind;
        return token;
    }

    private Token Read()
    {
        while (_position < _source.Length && char.IsWhiteSpace(_source[_position]))
        {
            _position++;
        }

        if (Problem is not null || _position >= _source.Length)
        {
            return new(TokenKind.End, _source.Length, 0);
        }

        char c = _source[_position];
        char next = _position + 1 < _source.Length ? _source[_position + 1] : '\0';
        if (_last == TokenKind.Dot && (IsWordStart(c) || char.IsAsciiDigit(c)))
        {
            return Word();
        }

        // A tag with a character of another meaning is quoted: di.'XA-52'.value.
        if (_last == TokenKind.Dot && (c is '"' or '\'') && Text(c) is { Kind: TokenKind.Text } quoted)
        {
            return quoted with { Kind = TokenKind.Word };
        }

        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(next) && _last != TokenKind.Word))
        {
            return Number();
        }

        if (IsWordStart(c))
        {
            return Word();
        }

        if (c is '"' or '\'')
        {
            return Text(c);
        }

        return (c, next) switch
        {
            ('*', '*') => Take(TokenKind.Power, 2),
            ('=', '=') => Take(TokenKind.Equal, 2),
            ('!', '=') or ('<', '>') => Take(TokenKind.NotEqual, 2),
            ('<', '=') => Take(TokenKind.LessOrEqual, 2),
            ('>', '=') => Take(TokenKind.GreaterOrEqual, 2),
            ('.', _) => Take(TokenKind.Dot, 1),
            ('(', _) => Take(TokenKind.LeftParenthesis, 1),
            (')', _) => Take(TokenKind.RightParenthesis, 1),
            (',' or ';', _) => Take(TokenKind.Comma, 1),
            (':', _) => Take(TokenKind.Colon, 1),
            ('+', _) => Take(TokenKind.Plus, 1),
            ('-', _) => Take(TokenKind.Minus, 1),
            ('*', _) => Take(TokenKind.Times, 1),
            ('/', _) => Take(TokenKind.Divide, 1),
            ('%', _) => Take(TokenKind.Modulo, 1),
            ('&', _) => Take(TokenKind.Join, 1),
            ('=', _) => Take(TokenKind.Equal, 1),
            ('<', _) => Take(TokenKind.Less, 1),
            ('>', _) => Take(TokenKind.Greater, 1),
            _ => Unexpected(c),
        };
    }

    private static bool IsWordStart(char c) => char.IsLetter(c) || c == '_';

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c == '_';

    private Token Take(TokenKind kind, int length)
    {
        _position += length;
        return new(kind, _position - length, length);
    }

    private Token Word()
    {
        int start = _position;
        while (_position < _source.Length && IsWordPart(_source[_position]))
        {
            _position++;
        }

        return new(TokenKind.Word, start, _position - start, new string(_source[start.._position]));
    }

    private Token Number()
    {
        int start = _position;
        bool whole = true;
        SkipDigits();
        bool comma = _decimalComma && At(',') && _position + 1 < _source.Length && char.IsAsciiDigit(_source[_position + 1]);
        if (At('.') || comma)
        {
            whole = false;
            _position++;
            SkipDigits();
        }

        if ((At('e') || At('E')) && ExponentFollows())
        {
            whole = false;
            _position += 2;
            SkipDigits();
        }

        // 33a and 1.2.3: the whole text is one token, so that the finding marks all of it.
        int end = _position;
        while (_position < _source.Length && (IsWordPart(_source[_position]) || _source[_position] == '.'))
        {
            _position++;
        }

        if (end != _position)
        {
            return Fail(FormulaCode.MalformedNumber, start, _position - start, null);
        }

        ReadOnlySpan<char> digits = _source[start.._position];
        double number = double.Parse(
            comma ? digits.ToString().Replace(',', '.') : digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(number)
            ? new(TokenKind.Number, start, _position - start, null, number, whole)
            : Fail(FormulaCode.NumberTooLarge, start, _position - start, null);
    }

    /// <summary>Whether the formula has a ; outside its texts.</summary>
    private static bool HasSemicolon(ReadOnlySpan<char> source)
    {
        char quote = '\0';
        for (int i = 0; i < source.Length; i++)
        {
            char c = source[i];
            if (quote == '\0' && c == ';')
            {
                return true;
            }

            if (quote != '\0' && c == '\\')
            {
                i++;
            }
            else if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && (c is '"' or '\''))
            {
                quote = c;
            }
        }

        return false;
    }

    private void SkipDigits()
    {
        while (_position < _source.Length && char.IsAsciiDigit(_source[_position]))
        {
            _position++;
        }
    }

    private readonly bool At(char c) => _position < _source.Length && _source[_position] == c;

    private readonly bool ExponentFollows()
    {
        ReadOnlySpan<char> rest = _source[(_position + 1)..];
        if (rest.Length > 0 && char.IsAsciiDigit(rest[0]))
        {
            return true;
        }

        return rest.Length > 1 && rest[0] is '+' or '-' && char.IsAsciiDigit(rest[1]);
    }

    private Token Text(char quote)
    {
        int start = _position++;
        var text = new StringBuilder();
        while (_position < _source.Length)
        {
            char c = _source[_position++];
            if (c == quote)
            {
                // A doubled quote is one quote, as spreadsheets write it.
                if (!At(quote))
                {
                    return new(TokenKind.Text, start, _position - start, text.ToString());
                }

                _position++;
            }
            else if (c == '\\')
            {
                if (_position >= _source.Length)
                {
                    break;
                }

                char escaped = _source[_position++];
                if (escaped is 'n' or 't')
                {
                    c = escaped == 'n' ? '\n' : '\t';
                }
                else if (escaped is '\\' or '"' or '\'')
                {
                    c = escaped;
                }
                else
                {
                    return Fail(FormulaCode.UnknownEscape, _position - 2, 2, $"write \\\\ for a backslash");
                }
            }

            text.Append(c);
        }

        return Fail(FormulaCode.UnclosedText, start, _source.Length - start, $"close it with {quote}");
    }

    private Token Unexpected(char c)
    {
        Phrase? hint = c switch
        {
            '“' or '”' or '„' or '‘' or '’' or '«' or '»' => $"use straight quotes, \" or '",
            '≤' => $"write <=",
            '≥' => $"write >=",
            '≠' or '!' => $"write <> or !=",
            '×' or '·' => $"write *",
            '÷' => $"write /",
            '−' or '–' => $"write -",
            '^' => $"write ** for a power",
            '[' or ']' or '{' or '}' => $"use ( and )",
            '|' => $"write or",
            _ => null,
        };
        return Fail(FormulaCode.UnexpectedCharacter, _position, 1, hint);
    }

    private Token Fail(FormulaCode code, int start, int length, Phrase? hint)
    {
        Problem = new(code, start, length, hint, [new string(_source.Slice(start, Math.Min(length, 40)))]);
        return new(TokenKind.End, _source.Length, 0);
    }
}
