using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Dashboard.Alarms;
using Dashboard.Historian;
using Dashboard.Historian.Alarms;
using Edge.Contracts;

namespace Dashboard.Web.Api;

/// <summary>Reads the values of a query, and gathers everything that is wrong with it, so that it can be put right at once.</summary>
internal sealed class QueryReader
{
    private static readonly string[] TimeForms =
        ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private readonly IQueryCollection _query;
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    internal QueryReader(IQueryCollection query, IReadOnlyCollection<string> known)
    {
        _query = query;
        foreach (string name in query.Keys)
        {
            if (!known.Contains(name))
            {
                // A misspelt filter that is passed over would show more than was asked for.
                _errors[name] = [$"Unknown. Known are {string.Join(", ", known)}."];
            }
            else if (query[name].Count > 1)
            {
                _errors[name] = ["Given more than once."];
            }
        }
    }

    /// <summary>A 400 that names each wrong value, or null when all are right.</summary>
    internal IResult? Errors => _errors.Count == 0
        ? null
        : Results.ValidationProblem(
            _errors, "Some values of the query are wrong.", extensions: new Dictionary<string, object?> { ["code"] = "badQuery" });

    internal string? Name(string name) =>
        Read(name, $"Must be 1 to {Topics.MaximumName} letters, digits, '-', '_' or '.'.", text => Topics.IsName(text) ? text : null);

    /// <summary>Names with commas between them, each once; empty: not given.</summary>
    internal ImmutableArray<string> Names(string name, int most) => Read(
        name, $"Must be 1 to {most} names with commas between them, each once, of letters, digits, '-', '_' or '.'.",
        text => text.Split(',') is { } names && names.Length <= most && names.All(one => Topics.IsName(one))
                && names.Distinct().Count() == names.Length
            ? text : null)
        is { } list ? [.. list.Split(',')] : [];

    /// <summary>A station, or the centre itself.</summary>
    internal string? Site(string name) => Read(
        name, $"Must be 1 to {Topics.MaximumName} letters, digits, '-', '_' or '.', or {Centre.Site}.",
        text => text == Centre.Site || Topics.IsName(text) ? text : null);

    internal T? Word<T>(string name)
        where T : struct, Enum
    {
        string[] words = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)];
        string? found = Read(name, $"Must be one of {string.Join(", ", words)}.", text => words.Contains(text) ? text : null);
        return found is null ? null : Enum.Parse<T>(found, ignoreCase: true);
    }

    internal int? Number(string name, int least, int most)
    {
        int number = 0;
        return Read(
            name,
            $"Must be a number from {least} to {most}.",
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most
                ? text : null) is null
            ? null
            : number;
    }

    internal DateTimeOffset? Time(string name)
    {
        DateTimeOffset time = default;
        return Read(
            name,
            "Must be a time of RFC 3339 with its zone, such as 2026-03-01T12:00:00Z.",
            text => HasZone(text)
                && DateTimeOffset.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out time)
                ? text : null) is null
            ? null
            : time;
    }

    /// <summary>A place in the list, of the same order.</summary>
    internal EventCursor? Cursor(string name, EventOrder order)
    {
        EventCursor cursor = default;
        return Read(
            name,
            "Must be the 'next' of a former answer of the same order.",
            text => EventCursor.TryParse(text, out cursor) && (cursor.Arrival is not null) == (order == EventOrder.Arrival)
                ? text : null) is null
            ? null
            : cursor;
    }

    /// <summary>A place in the list of alarms, of the same order.</summary>
    internal AlarmCursor? Cursor(string name, AlarmOrder order)
    {
        AlarmCursor cursor = default;
        return Read(
            name,
            "Must be the 'next' of a former answer of the same order.",
            text => AlarmCursor.TryParse(text, out cursor) && cursor.Order == order ? text : null) is null
            ? null
            : cursor;
    }

    /// <summary>Which group of alarms.</summary>
    internal AlarmGroupKey? Group(string name)
    {
        AlarmGroupKey key = default;
        return Read(
            name, "Must be the 'key' of a group of /api/alarms/groups.",
            text => AlarmGroupKey.TryParse(text, out key) && !text.Any(char.IsControl) ? text : null) is null
            ? null
            : key;
    }

    /// <summary>Some of the digits of a range, such as <c>12</c>; empty: not given.</summary>
    internal ImmutableArray<int> Digits(string name, int least, int most) => Read(
        name,
        $"Must be one or more of the digits {least} to {most}, such as {least}{most}.",
        text => text.Length > 0 && text.Length <= most && text.All(letter => letter - '0' >= least && letter - '0' <= most) ? text : null)
        is { } digits ? [.. digits.Select(letter => letter - '0')] : [];

    /// <summary>A text to search for.</summary>
    internal string? Text(string name, int most) => Read(
        name, $"Must be 1 to {most} letters.", text => text.Length > 0 && text.Length <= most && !text.Any(char.IsControl) ? text : null);

    private static bool HasZone(string text) => text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');

    private string? Read(string name, string otherwise, Func<string, string?> read)
    {
        if (!_query.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues values) || _errors.ContainsKey(name))
        {
            return null;
        }

        string? value = read(values.ToString());
        if (value is null)
        {
            _errors[name] = [otherwise];
        }

        return value;
    }
}
