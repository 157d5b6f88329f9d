using System.Buffers;
using System.Collections.Frozen;

namespace Edge.Profiles.Drawings;

/// <summary>What a static drawing needs, by list: anything that is not here is left out.</summary>
internal static class SvgRules
{
    public const string SvgNamespace = "http://www.w3.org/2000/svg";
    public const string XlinkNamespace = "http://www.w3.org/1999/xlink";
    public const string XmlNamespace = "http://www.w3.org/XML/1998/namespace";

    /// <summary>
    /// Elements that are kept. No script, no foreign content, no animation (it could set a link), no external image of a filter.
    /// </summary>
    public static readonly FrozenSet<string> Elements = Set(
        "svg g defs symbol use switch title desc style path rect circle ellipse line polyline polygon text tspan textPath image "
        + "linearGradient radialGradient stop clipPath mask pattern marker filter "
        + "feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight "
        + "feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight "
        + "feSpecularLighting feSpotLight feTile feTurbulence");

    /// <summary>Elements whose text shows or matters; elsewhere text between elements is only indentation.</summary>
    public static readonly FrozenSet<string> TextElements = Set("text tspan textPath title desc style");

    /// <summary>Elements that are dropped because they can do something or show foreign content: worth a warning.</summary>
    public static readonly FrozenSet<string> ActiveElements = Set(
        "script foreignObject iframe object embed audio video canvas handler listener animate "
        + "animateColor animateMotion animateTransform set discard feImage");

    private static readonly SearchValues<char> NotInReference = SearchValues.Create(" \t\r\n\"'()<>\\");

    private static readonly string[] Presentation =
    [
        .. ("alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-interpolation-filters direction display "
        + "dominant-baseline fill fill-opacity fill-rule filter flood-color flood-opacity font font-family font-size font-size-adjust "
        + "font-stretch font-style font-variant font-variant-numeric font-weight "
        + "glyph-orientation-vertical image-rendering letter-spacing lighting-color "
        + "line-height marker marker-end marker-mid marker-start mask mix-blend-mode opacity overflow paint-order pointer-events "
        + "shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin "
        + "stroke-miterlimit stroke-opacity stroke-width text-align text-anchor text-decoration text-rendering text-transform "
        + "unicode-bidi vector-effect visibility white-space word-spacing writing-mode").Split(' '),
    ];

    /// <summary>Properties that a style may set: none that could place a shape over the page around the drawing.</summary>
    public static readonly FrozenSet<string> Properties = Presentation.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// Attributes that are kept. <c>tag</c> names the element that a shape shows, <c>nopaint</c> exempts a shape from its
    /// colours, <c>jump-to</c> is how older maps name the screen behind a station.
    /// </summary>
    public static readonly FrozenSet<string> Attributes = Presentation.Concat(
        ("id class style tag nopaint jump-to transform lang role aria-label "
        + "x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy rotate width height d points pathLength "
        + "viewBox preserveAspectRatio version offset gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits "
        + "patternTransform clipPathUnits maskUnits maskContentUnits filterUnits primitiveUnits markerUnits markerWidth "
        + "markerHeight refX refY orient textLength lengthAdjust startOffset method spacing "
        + "in in2 result mode type values operator k1 k2 k3 k4 order kernelMatrix divisor bias targetX targetY edgeMode preserveAlpha "
        + "surfaceScale diffuseConstant specularConstant specularExponent kernelUnitLength scale xChannelSelector yChannelSelector "
        + "azimuth elevation stdDeviation radius baseFrequency numOctaves seed stitchTiles tableValues slope intercept amplitude "
        + "exponent z pointsAtX pointsAtY pointsAtZ limitingConeAngle").Split(' ')).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a link stays within the drawing.</summary>
    public static bool IsLocalReference(string link) =>
        link.Length is > 1 and <= 200 && link[0] == '#' && !link.AsSpan(1).ContainsAny(NotInReference);

    /// <summary>Whether a picture is part of the file: PNG or JPEG in base 64, blanks and line ends allowed.</summary>
    public static bool IsEmbeddedPicture(string link)
    {
        ReadOnlySpan<char> text = link.AsSpan().Trim();
        int comma = text.IndexOf(',');
        if (comma < 0 || text[..comma] is not ("data:image/png;base64" or "data:image/jpeg;base64" or "data:image/jpg;base64"))
        {
            return false;
        }

        foreach (char c in text[(comma + 1)..])
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/' or '=' or ' ' or '\n' or '\r' or '\t'))
            {
                return false;
            }
        }

        return true;
    }

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
