using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Web.Users;

/// <summary>
/// What a password must be. Length is what counts; rules about kinds of characters only make passwords that end in "1!". But what is left
/// without well-known words, the user's name and runs such as 1234 must be something.
/// </summary>
internal sealed class PasswordRules : IPasswordValidator<DashboardUser>
{
    /// <summary>The fewest characters.</summary>
    internal const int Shortest = 10;

    /// <summary>The most characters: a hash of more takes no longer for us, but a page that sends a book is not a log-in.</summary>
    internal const int Longest = 256;

    private const int FewestUnusual = 4;

    // Without the letters that are easily taken for one another: 23456789 and small letters.
    private const string OneTimeLetters = "abcdefghjkmnpqrstuvwxyz23456789";

    // The longer of two that begin alike stands first.
    private static readonly string[] WellKnown =
    [
        "administrador", "administrator", "contrasenia", "contrasena", "bienvenido", "supervisor", "subestacion", "operador", "operator",
        "dashboard", "password", "passwort", "passw0rd", "qwertyuiop", "asdfghjkl", "zxcvbnm", "iloveyou", "changeme", "superman",
        "football", "princesa", "argentina", "sunshine", "estacion", "baseball", "tablero", "welcome",
        "letmein", "usuario", "trustno", "dragon",
        "qwerty", "qwertz", "master", "monkey", "secret", "secreto", "azerty", "clave", "admin", "login", "viewer", "hola", "user", "edge",
        "scada", "test", "demo1", "root", "pass", "1q2w3e4r", "1qaz2wsx", "q1w2e3r4",
    ];

    /// <summary>Why a password is not good enough, as a sentence; null when it is.</summary>
    internal static Phrase? Fault(string? user, string password)
    {
        if (password.Length < Shortest)
        {
            return $"A password has at least {Shortest} characters.";
        }

        if (password.Length > Longest)
        {
            return $"A password has at most {Longest} characters.";
        }

        string left = Plain(password);
        string name = Plain(user ?? "");
        foreach (string word in name.Length >= 3 ? WellKnown.Prepend(name) : WellKnown)
        {
            left = left.Replace(word, "", StringComparison.Ordinal);
        }

        left = WithoutRuns(left);
        int enough = left.Any(char.IsLetter) ? FewestUnusual : 2 * FewestUnusual;
        return left.Length < enough || left.Distinct().Count() < FewestUnusual
            ? (Phrase)($"The password is easily guessed: it is little more than a well-known word, the user's name or a run such as 1234. "
                + $"Three or four words that do not belong together are better.")
            : null;
    }

    /// <summary>A password to be changed at the first log-in: sixteen letters and digits in fours, nearly 80 bits.</summary>
    internal static string OneTime()
    {
        string letters = RandomNumberGenerator.GetString(OneTimeLetters, 16);
        return string.Join('-', letters.Chunk(4).Select(four => new string(four)));
    }

    /// <inheritdoc />
    public Task<IdentityResult> ValidateAsync(UserManager<DashboardUser> manager, DashboardUser user, string? password) =>
        Task.FromResult(Fault(user.UserName, password ?? "") is { } fault
            ? IdentityResult.Failed(new IdentityError { Code = "weakPassword", Description = Say(fault) })
            : IdentityResult.Success);

    /// <summary>Small letters without accents, and letters for the signs that stand for them.</summary>
    private static string Plain(string text)
    {
        // By hand: the program runs without the tables of the system, which would take letters and accents apart.
        StringBuilder plain = new();
        foreach (char c in text.ToLowerInvariant())
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(c switch
                {
                    '@' or 'á' or 'à' or 'â' or 'ä' or 'ã' => 'a',
                    'é' or 'è' or 'ê' or 'ë' => 'e',
                    'í' or 'ì' or 'î' or 'ï' => 'i',
                    'ó' or 'ò' or 'ô' or 'ö' or 'õ' => 'o',
                    'ú' or 'ù' or 'û' or 'ü' => 'u',
                    'ñ' => 'n',
                    'ç' => 'c',
                    '$' => 's',
                    _ => c,
                });
            }
        }

        return plain.ToString();
    }

    /// <summary>Takes out three and more characters that repeat or follow one another, up or down.</summary>
    private static string WithoutRuns(string text)
    {
        StringBuilder left = new();
        for (int i = 0; i < text.Length;)
        {
            int end = i + 1;
            int step = end < text.Length ? text[end] - text[i] : 2;
            while (Math.Abs(step) <= 1 && end < text.Length && text[end] - text[end - 1] == step)
            {
                end++;
            }

            if (end - i < 3)
            {
                end = i + 1;
                left.Append(text[i]);
            }

            i = end;
        }

        return left.ToString();
    }
}
