using System.Text.RegularExpressions;

namespace Dashboard.Web;

/// <summary>Section <c>Http</c>.</summary>
public sealed partial record HttpOptions
{
    private const int Longest = 100;

    /// <summary>
    /// The path of the site on its host, such as <c>/scada</c>, where a reverse proxy has other sites beside it; empty by default. The
    /// proxy may leave it in the requests or take it away.
    /// </summary>
    public string PathBase { get; init; } = "";

    internal static HttpOptions From(IConfiguration configuration)
    {
        string text = configuration["Http:PathBase"]?.TrimEnd('/') ?? "";
        return text.Length == 0 || (text.Length <= Longest && Path().IsMatch(text))
            ? new HttpOptions { PathBase = text }
            : throw new SettingException(
                $"Http:PathBase '{text}' is no path: use / and then letters, digits, '-', '_' or '.', such as /scada, at most {Longest}.");
    }

    [GeneratedRegex("^(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$", RegexOptions.NonBacktracking)]
    private static partial Regex Path();
}
