using System.Globalization;
using System.Text;

namespace Edge.Drawings.Tests.Faults;

/// <summary>Fault 5: a kilobyte of nested clones froze the browser; escapes passed the filter.</summary>
public sealed class Fault_05_Nothing_in_a_drawing_grows_beyond_its_bounds
{
    [Theory]
    [InlineData("<g id=\"n{0}\">{1}</g>", "<use href=\"#n{0}\"/>")]
    [InlineData("<g id=\"n{0}\">{1}</g>", "<use xlink:href=\" #n{0} \"/>")]
    [InlineData("<pattern id=\"n{0}\">{1}</pattern>", "<rect fill=\"url(#n{0})\"/>")]
    [InlineData("<pattern id=\"n{0}\">{1}</pattern>", "<rect style=\"stroke:url('#n{0}')\"/>")]
    [InlineData("<mask id=\"n{0}\">{1}</mask>", "<g mask=\"url(#n{0})\"/>")]
    [InlineData("<marker id=\"n{0}\">{1}</marker>", "<path d=\"M0 0h1h1h1h1h1h1h1h1h1h1h1\" marker-mid=\"url(#n{0})\"/>")]
    [InlineData("<style>.c{0}{{fill:url(#n{0})}}</style><pattern id=\"n{0}\">{1}</pattern>", "<rect class=\"c{0}\"/>")]
    public void Parts_that_repeat_each_other_are_counted(string level, string repeats)
    {
        var body = new StringBuilder("<g id=\"n0\"><rect/></g>").Append(string.Format(CultureInfo.InvariantCulture, level, 0, "<rect/>"));
        for (int i = 1; i <= 12; i++)
        {
            string below = string.Format(CultureInfo.InvariantCulture, repeats, i - 1);
            body.Append(string.Format(
                CultureInfo.InvariantCulture, level.Replace("n{0}", $"n{i}", StringComparison.Ordinal), i,
                string.Concat(Enumerable.Repeat(below, 10))));
        }

        SvgSanitizerResult result = Drawn.Body(body.Replace("<g id=\"n0\"><rect/></g>", "").ToString());
        Assert.Null(result.Svg);
        Assert.Contains("more than 100000 shapes", Assert.Single(result.Findings).Text.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A marker stands at each of the 250 points: 500 shapes make 125 000.</summary>
    [Theory]
    [InlineData("<path d=\"{1}\" marker-mid=\"url(#m)\"/>")]
    [InlineData("<path d=\"{1}\" style=\"marker:url(#m)\"/>")]
    [InlineData("<polyline points=\"{0}\" marker-start=\"url(#m)\"/>")]
    public void A_marker_counts_at_each_point_of_its_line(string line)
    {
        string body = $"<marker id=\"m\">{string.Concat(Enumerable.Repeat("<rect/>", 500))}</marker>"
            + string.Format(
                CultureInfo.InvariantCulture, line, string.Concat(Enumerable.Repeat("1,1 ", 250)),
                "M0 0" + string.Concat(Enumerable.Repeat("h1 1", 250)));
        Assert.Contains("more than 100000 shapes", Assert.Single(Drawn.Body(body).Findings).Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void So_many_shapes_are_too_many() =>
        Assert.Null(Drawn.Body(string.Concat(Enumerable.Repeat("<rect tag=\"A\"/>", 50_001))).Svg);

    [Theory]
    [InlineData("<style>.a{fill:\\75rl(https://example.org/x)}</style>")]
    [InlineData("<style>@\\69mport url(https://example.org/x)</style>")]
    [InlineData("<rect style=\"fill:\\75rl(https://example.org/x)\"/>")]
    [InlineData("<rect fill=\"\\75rl(https://example.org/x)\"/>")]
    public void An_escape_hides_no_link(string body)
    {
        SvgSanitizerResult result = Drawn.Body(body);
        Assert.DoesNotContain("example.org", result.Svg, StringComparison.Ordinal);
        Assert.Equal(DrawingFindingKind.LeadsOut, Assert.Single(result.Findings).Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_picture_that_would_unpack_to_gigabytes_is_taken_out(bool png)
    {
        string picture = png ? Png(0x8000, 0x8000) : Jpeg(0xff00, 0xff00);
        SvgSanitizerResult result = Drawn.Body($"<image href=\"{picture}\"/>");
        Assert.DoesNotContain("href", result.Svg, StringComparison.Ordinal);
        Assert.Single(result.Findings);
    }

    /// <summary>Each of 16 Mi pixels: the third is one too many.</summary>
    [Fact]
    public void Pictures_count_together()
    {
        string[] pictures = [Png(0x1000, 0x1000), Jpeg(0x2000, 0x800), Png(0x800, 0x2000)];
        SvgSanitizerResult result = Drawn.Body(string.Concat(pictures.Select((one, i) => $"<image id=\"i{i}\" href=\"{one}\"/>")));
        Assert.Equal(2, Drawn.Settled(result).Split("href=").Length - 1);
        Assert.Contains("image #i2", Assert.Single(result.Findings).Text.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The head of a picture: signature and size (PNG 11.2.2; ITU-T T.81 B.2.2, behind a comment).</summary>
    private static string Png(ushort width, ushort height) => "data:image/png;base64," + Convert.ToBase64String(
        [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, .. Big(width), 0, 0, .. Big(height), 8, 2, 0, 0, 0]);

    private static string Jpeg(ushort width, ushort height) => "data:image/jpeg;base64," + Convert.ToBase64String(
        [0xff, 0xd8, 0xff, 0xfe, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, .. Big(height), .. Big(width), 3, 1, 0x22, 0]);

    private static byte[] Big(ushort number) => [(byte)(number >> 8), (byte)number];
}
