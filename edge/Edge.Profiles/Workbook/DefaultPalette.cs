namespace Edge.Profiles.Workbook;

/// <summary>The indexed colours of spreadsheets for workbooks without their own palette ([MS-XLS] 2.5.161, ECMA-376 §18.8.27).</summary>
internal static class DefaultPalette
{
    /// <summary>The first index of the 56 colours that a workbook may redefine; 0–7 repeat the first eight.</summary>
    public const int First = 8;

    private static readonly string[] Colours =
    [
        "#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#ff00ff", "#00ffff",
        "#800000", "#008000", "#000080", "#808000", "#800080", "#008080", "#c0c0c0", "#808080",
        "#9999ff", "#993366", "#ffffcc", "#ccffff", "#660066", "#ff8080", "#0066cc", "#ccccff",
        "#000080", "#ff00ff", "#ffff00", "#00ffff", "#800080", "#800000", "#008080", "#0000ff",
        "#00ccff", "#ccffff", "#ccffcc", "#ffff99", "#99ccff", "#ff99cc", "#cc99ff", "#ffcc99",
        "#3366ff", "#33cccc", "#99cc00", "#ffcc00", "#ff9900", "#ff6600", "#666699", "#969696",
        "#003366", "#339966", "#003300", "#333300", "#993300", "#993366", "#333399", "#333333",
    ];

    /// <summary>The colour of an index, or null for the system's own (64 and up).</summary>
    public static string? Of(int index) => index switch
    {
        < 0 => null,
        < First => Colours[index],
        _ when index - First < Colours.Length => Colours[index - First],
        _ => null,
    };

    /// <summary>A copy to redefine.</summary>
    public static string[] Copy() => [.. Colours];
}
