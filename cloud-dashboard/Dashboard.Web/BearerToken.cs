namespace Dashboard.Web;

/// <summary>The token of a request: <c>Authorization: Bearer</c>.</summary>
internal static class BearerToken
{
    private const string Word = "Bearer ";

    /// <summary>Whether a request comes with a token; then no cookie of it counts.</summary>
    internal static bool IsShown(HttpRequest request) => Of(request) is not null;

    /// <summary>The secret; null: the request shows none.</summary>
    internal static string? Of(HttpRequest request)
    {
        string text = request.Headers.Authorization.ToString();
        return text.StartsWith(Word, StringComparison.OrdinalIgnoreCase) ? text[Word.Length..].Trim() : null;
    }
}
