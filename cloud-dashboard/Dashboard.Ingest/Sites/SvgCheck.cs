using System.Text;
using Edge.Drawings;

namespace Dashboard.Ingest.Sites;

/// <summary>
/// The gateway sanitises its drawings, but another client of the broker could publish one. So each is sanitised here again, by the same
/// rules: a drawing of a gateway stays unchanged, and one with active content or external references is refused.
/// </summary>
internal static class SvgCheck
{
    /// <summary>The drawing, if it is safe to show.</summary>
    /// <exception cref="RefusedException">It is not an SVG, exceeds the limits, or is not sanitised.</exception>
    internal static byte[] Clean(byte[] svg, int maximumBytes)
    {
        SvgSanitizerResult clean = SvgSanitizer.Sanitize(
            new MemoryStream(svg, writable: false), new SvgSanitizerOptions { MaximumBytes = maximumBytes });
        return clean.Svg is null || clean.Findings.Any(finding => finding.Kind < DrawingFindingKind.LooksDifferent)
            ? throw new RefusedException(clean.Findings[0].Text.ToString())
            : Encoding.UTF8.GetBytes(clean.Svg);
    }
}
