using System.Globalization;

namespace Dashboard.Web.Users;

/// <summary>Section <c>Tokens</c>.</summary>
/// <param name="WallDays">How long the token of a wall display is valid at most; 400 days by default.</param>
internal sealed record TokenSettings(int WallDays)
{
    private const int Usual = 400;
    private const int Most = 3650;

    /// <summary>Reads the section.</summary>
    /// <exception cref="SettingException">A value is wrong.</exception>
    internal static TokenSettings From(IConfiguration configuration) => configuration["Tokens:WallDays"] is not { } text
        ? new TokenSettings(Usual)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days is >= 1 and <= Most
            ? new TokenSettings(days)
            : throw new SettingException($"Tokens:WallDays '{text}' is no number of days: use 1 to {Most}.");
}
