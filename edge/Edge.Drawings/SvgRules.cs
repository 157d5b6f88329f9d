using System.Buffers;
using System.Collections.Frozen;

namespace Edge.Drawings;

/// <summary>What a static drawing needs, by list: anything that is not here is left out.</summary>
internal static class SvgRules
{
    public const string SvgNamespace = "http://www.w3.org/2000/svg";
    public const string XlinkNamespace = "http://www.w3.org/1999/xlink";
    public const string XhtmlNamespace = "http://www.w3.org/1999/xhtml";
    public const string XmlnsNamespace = "http://www.w3.org/2000/xmlns/";
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
    public static readonly FrozenSet<string> ActiveElements =
        ("script foreignObject iframe object embed audio video canvas handler listener animate "
        + "animateColor animateMotion animateTransform set discard feImage").Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The parts that are drawn again wherever something refers to them.</summary>
    public static readonly FrozenSet<string> Repeated = Set("pattern marker mask clipPath filter");

    /// <summary>The attributes that may refer to such parts.</summary>
    public static readonly string[] Painting =
        ["fill", "stroke", "mask", "clip-path", "filter", "marker", "marker-start", "marker-mid", "marker-end"];

    /// <summary>ASCII letters and the hyphen: what the names of rules and properties are made of.</summary>
    public static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-");

    private static readonly SearchValues<char> NotInReference = SearchValues.Create(" \t\r\n\"'()<>\\");

    private static readonly string[] Presentation =
    [
        .. ("alignment-baseline background-color baseline-shift clip-path clip-rule color color-interpolation "
        + "color-interpolation-filters direction display "
        + "dominant-baseline fill fill-opacity fill-rule filter flood-color flood-opacity font font-family font-feature-settings "
        + "font-kerning "
        + "font-optical-sizing font-size font-size-adjust font-stretch font-style font-synthesis font-variant font-variant-alternates "
        + "font-variant-caps font-variant-east-asian font-variant-ligatures font-variant-numeric font-variant-position "
        + "font-variation-settings font-weight glyph-orientation-vertical image-rendering isolation letter-spacing lighting-color "
        + "line-height marker marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity overflow paint-order pointer-events "
        + "shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin "
        + "stroke-miterlimit stroke-opacity stroke-width tab-size text-align text-anchor text-combine-upright text-decoration "
        + "text-decoration-color text-decoration-line text-decoration-skip-ink text-decoration-style text-decoration-thickness "
        + "text-indent text-orientation text-rendering text-shadow text-transform text-underline-offset text-underline-position "
        + "transform-box transform-origin "
        + "unicode-bidi vector-effect visibility white-space word-spacing writing-mode").Split(' '),
    ];

    /// <summary>
    /// Properties that a style may set. None takes a shape out of its drawing: the page gives the drawing a frame that clips it.
    /// </summary>
    public static readonly FrozenSet<string> Properties = Presentation
        .Concat("transform rotate scale translate x y cx cy r rx ry width height d".Split(' ')).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Properties that change what shows and cannot be kept.</summary>
    private static readonly FrozenSet<string> Visible = Set(
        "all animation animation-name background-image clip content mask-image offset offset-path offset-distance "
        + "perspective position zoom");

    /// <summary>
    /// Attributes that are kept. <c>tag</c> names the element that a shape shows, <c>nopaint</c> exempts a shape from its
    /// colours, <c>jump-to</c> is how older maps name the screen behind a station.
    /// </summary>
    public static readonly FrozenSet<string> Attributes = Presentation.Concat(
        ("id class style tag nopaint jump-to media transform lang role aria-label systemLanguage requiredExtensions "
        + "x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy rotate width height d points pathLength "
        + "viewBox preserveAspectRatio version offset gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits "
        + "patternTransform clipPathUnits maskUnits maskContentUnits filterUnits primitiveUnits markerUnits markerWidth "
        + "markerHeight refX refY orient textLength lengthAdjust startOffset method spacing "
        + "in in2 result mode type values operator k1 k2 k3 k4 order kernelMatrix divisor bias targetX targetY edgeMode preserveAlpha "
        + "surfaceScale diffuseConstant specularConstant specularExponent kernelUnitLength scale xChannelSelector yChannelSelector "
        + "azimuth elevation stdDeviation radius baseFrequency numOctaves seed stitchTiles tableValues slope intercept amplitude "
        + "exponent z pointsAtX pointsAtY pointsAtZ limitingConeAngle").Split(' ')).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a property that cannot be kept changes what shows.</summary>
    public static bool IsVisibleProperty(string property) => Visible.Contains(property);

    /// <summary>
    /// Whether an attribute looks like <c>tag</c> and is none: in other letters, with <c>data-</c> before it, with an s behind it, or under
    /// a prefix.
    /// </summary>
    public static bool LooksLikeTag(string name, string space)
    {
        ReadOnlySpan<char> bare = name.StartsWith("data-", StringComparison.OrdinalIgnoreCase) ? name.AsSpan(5) : name;
        return (bare.Equals("tag", StringComparison.OrdinalIgnoreCase) || bare.Equals("tags", StringComparison.OrdinalIgnoreCase))
            && (name != "tag" || space.Length > 0) && space != XmlnsNamespace;
    }

    /// <summary>Whether a character may stand in a name of a style sheet.</summary>
    public static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or >= '\u00a0';

    /// <summary>Whether a link stays within the drawing.</summary>
    public static bool IsLocalReference(ReadOnlySpan<char> link) =>
        link.Length is > 1 and <= 200 && link[0] == '#' && !link[1..].ContainsAny(NotInReference);

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
