using System.Text;

namespace Edge.Drawings.Tests;

/// <summary>Drawings of a few lines, cleaned.</summary>
internal static class Drawn
{
    public const string Head =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 800 600\">";

    public static SvgSanitizerResult Clean(string svg, SvgSanitizerOptions? options = null) =>
        SvgSanitizer.Sanitize(new MemoryStream(Encoding.UTF8.GetBytes(svg)), options ?? new SvgSanitizerOptions());

    public static SvgSanitizerResult Body(string body) => Clean(Head + body + "</svg>");

    /// <summary>What is clean is clean already.</summary>
    public static string Settled(SvgSanitizerResult result)
    {
        Assert.NotNull(result.Svg);
        Assert.Equal(result.Svg, Clean(result.Svg).Svg);
        return result.Svg;
    }
}
