namespace Edge.Profiles;

/// <summary>Makes a drawing safe to show: keeps what a static SVG needs, by list, and leaves out everything else.</summary>
public static class SvgSanitizer
{
    /// <summary>Reads a drawing and writes it anew, clean. Never throws for what stands in it: it reports.</summary>
    /// <param name="drawing">The SVG as it came.</param>
    /// <param name="name">Its file name, for the findings.</param>
    /// <param name="options">The bounds.</param>
    public static SvgSanitizerResult Sanitize(Stream drawing, string name, SvgSanitizerOptions options) =>
        throw new NotImplementedException();
}
