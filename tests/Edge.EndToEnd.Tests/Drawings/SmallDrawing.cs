namespace Edge.EndToEnd.Tests.Drawings;

/// <summary>One case of each rule, with what a person expects of it.</summary>
internal static class SmallDrawing
{
    public const string Svg =
        """
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" id="root"
             width="400" height="300" font-family="sans-serif" font-size="12">
          <g id="bay" tag="BAY" style="fill:#808080;stroke:#404040">
            <rect id="bay-box" x="5" y="5" width="20" height="20"/>
            <path id="bay-outline" d="M30 5h20v20z" style="fill:none"/>
            <g id="bay-inner"><circle id="bay-circle" cx="65" cy="15" r="8" fill="#303030"/></g>
            <rect id="bay-scenery" nopaint="" x="80" y="5" width="20" height="20"/>
            <g id="bay-quiet" nopaint=""><rect id="bay-quiet-box" x="105" y="5" width="20" height="20"/></g>
            <g id="breaker" tag="BREAKER"><rect id="breaker-box" x="130" y="5" width="20" height="20"/></g>
            <rect id="isolator" tag="ISOLATOR" x="155" y="5" width="20" height="20"/>
            <g id="bay-again" tag="BAY"><rect id="bay-again-box" x="180" y="5" width="20" height="20"/></g>
            <g id="bay-blank" tag=" "><rect id="bay-blank-box" x="205" y="5" width="20" height="20"/></g>
            <text id="bay-name" x="230" y="20" style="fill:#101010;stroke:none"><tspan id="bay-name-line" x="230" y="20">51</tspan></text>
          </g>
          <path id="wire" tag="WIRE" d="M5 40h100" style="fill:none;stroke:#404040"/>
          <path id="wire-again" tag="WIRE" d="M5 45h100" style="fill:none;stroke:#404040"/>
          <rect id="fixed" tag="FIXED" nopaint="" x="250" y="40" width="20" height="20"/>
          <text id="fixed-name" tag="FIXED" nopaint="" x="275" y="55" fill="#202020"><tspan id="fixed-name-line">OPEN</tspan></text>
          <text id="value" tag="VALUE" x="5" y="70" fill="#202020"><tspan id="value-number">33.25</tspan><tspan id="value-unit"
            nopaint=""> kV</tspan></text>
          <text id="two" tag="LEFT" x="5" y="90" style="fill:#202020"><tspan id="two-left" x="5" y="90">left</tspan><tspan
            id="two-right" tag="RIGHT" x="60" y="90">right<tspan id="two-deep" style="fill:#505050"> deep</tspan></tspan></text>
          <text id="frame" tag="FRAME" x="120" y="90"><tspan id="frame-one" tag="ONE" x="120" y="90">1</tspan></text>
          <text id="lines" tag="LINES" x="200" y="90" text-anchor="middle"><tspan id="lines-1" x="200" y="90">Feeder 3</tspan><tspan
            id="lines-2" x="200" y="105">Main street</tspan><tspan id="lines-3" x="200" y="120"></tspan></text>
          <text id="outlined" tag="OUTLINED" x="390" y="90" style="fill:#ffffff;stroke:#404040;text-anchor:end"><tspan
            id="outlined-line" x="390" y="90">104.5</tspan></text>
          <text id="bare" tag="BARE" x="5" y="140" transform="rotate(-5 5 140)">bare</text>
          <g id="label" tag="LABEL"><text id="label-text" x="60" y="140"><tspan id="label-line">label</tspan></text></g>
          <g id="words" tag="WORDS" nopaint=""><text id="words-text" x="120" y="140" style="fill:#606060"><tspan
            id="words-line">words</tspan></text></g>
          <use id="clone" tag="CLONE" xlink:href="#stamp" x="0" y="40"/>
          <style>.earth { fill: #305030; stroke: #a0a0a0 }</style>
          <rect id="earth" class="earth" x="300" y="140" width="20" height="10"/>
          <path id="stamp" d="M200 140h20v10h-20z"/>
        </svg>
        """;

    /// <summary>For each tag: what is filled; what is drawn around; what is written. Read off the drawing by hand.</summary>
    public static IReadOnlyDictionary<string, string> Reactions { get; } = new Dictionary<string, string>
    {
        // A group hands down to its shapes, the fill not to an outline; its words go into its text, whose letters stay apart from their
        // ground.
        ["BAY"] =
            "bay-again-box bay-blank-box bay-box bay-circle; bay-again-box bay-blank-box bay-box bay-circle bay-outline; bay-name-line=Q7",
        ["BREAKER"] = "breaker-box; breaker-box; ",
        ["ISOLATOR"] = "isolator; isolator; ",
        ["WIRE"] = "wire wire-again; wire wire-again; ",
        ["FIXED"] = "; ; fixed-name-line=Q7",
        ["VALUE"] = "value value-number; ; value-number=Q7",
        ["LEFT"] = "two two-left; ; two-left=Q7",
        ["RIGHT"] = "two-deep two-right; ; two-deep= two-right=Q7",
        ["FRAME"] = "frame; ; ",
        ["ONE"] = "frame-one; ; frame-one=Q7",
        ["LINES"] = "lines lines-1 lines-2 lines-3; ; lines-1=Q7 lines-2=",
        ["OUTLINED"] = "outlined outlined-line; outlined outlined-line; outlined-line=Q7",
        ["BARE"] = "bare; ; bare=Q7",
        ["LABEL"] = "label-line label-text; ; label-line=Q7",
        ["WORDS"] = "; ; words-line=Q7",
        ["CLONE"] = "clone; clone; ",
    };

    public static string Say(Reaction reaction) =>
        $"{string.Join(' ', reaction.Filled)}; {string.Join(' ', reaction.Stroked)}; "
        + string.Join(' ', reaction.Words.Select(piece => $"{piece.Key}={piece.Value}"));
}
