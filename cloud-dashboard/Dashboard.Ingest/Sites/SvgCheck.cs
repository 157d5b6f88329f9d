using System.Text;
using Edge.Drawings;

namespace Dashboard.Ingest.Sites;

/// <summary>
/// The gateway cleans its drawings; who may write to the broker could still send another. So each is cleaned here again, by the same rules:
/// a gateway's comes through unchanged, and one that could run something in a browser, or fetch something from elsewhere, is refused.
/// </summary>
internal static class SvgCheck
{
    /// <summary>The drawing as it may be shown.</summary>
    /// <exception cref="RefusedException">It is no SVG, one beyond the bounds, or one that no gateway publishes.</exception>
    internal static byte[] Clean(byte[] svg, int maximumBytes)
    {
        SvgSanitizerResult clean = SvgSanitizer.Sanitize(
            new MemoryStream(svg, writable: false), new SvgSanitizerOptions { MaximumBytes = maximumBytes });
        return clean.Svg is null || clean.Findings.Any(finding => finding.Kind < DrawingFindingKind.LooksDifferent)
            ? throw new RefusedException(clean.Findings[0].Text)
            : Encoding.UTF8.GetBytes(clean.Svg);
    }
}
