namespace Edge.Drawings.Tests.Faults;

/// <summary>Fault 25: gateway and dashboard disagreed about pictures and about the largest drawing.</summary>
public sealed class Fault_25_A_picture_is_known_by_its_bytes_and_a_drawing_has_one_limit
{
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGM4ISeHFTEMLQkAkL9BAbKfPiIAAAAASUVORK5CYII";

    [Theory]
    [InlineData("data:image/jpg;base64,/9j/4AAQSkZJRgABAQ==", "data:image/jpeg;base64,/9j/4AAQSkZJRgABAQ==")]
    [InlineData("data:image/png;base64,/9j/4AAQSkZJRgABAQ==", "data:image/jpeg;base64,/9j/4AAQSkZJRgABAQ==")]
    [InlineData("data:;base64," + Png + "=", "data:image/png;base64," + Png + "=")]
    [InlineData("data:image/PNG;base64," + Png + "=", "data:image/png;base64," + Png + "=")]
    [InlineData("DATA:image/png;charset=utf-8;base64," + Png + "=", "data:image/png;base64," + Png + "=")]
    [InlineData("data:image/png;base64," + Png + "%3D", "data:image/png;base64," + Png + "=")]
    [InlineData("data:image/png;base64," + Png, "data:image/png;base64," + Png + "=")]
    public void A_picture_is_what_its_first_bytes_say(string link, string kept)
    {
        SvgSanitizerResult result = Drawn.Body($"<image xlink:href=\"{link}\"/>");
        Assert.Contains($"<image href=\"{kept}\"", Drawn.Settled(result), StringComparison.Ordinal);
        Assert.Empty(result.Findings);
    }

    [Theory]
    [InlineData("data:image/png;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=")]
    [InlineData("data:image/svg+xml;base64," + Png + "=")]
    [InlineData("data:image/png," + Png + "=")]
    public void What_is_no_picture_is_none(string link) => Assert.True(
        Drawn.Body($"<image href=\"{link}\"/>") is { Findings.Length: 1 } result
            ? !result.Svg!.Contains("href", StringComparison.Ordinal)
            : link.Contains("svg+xml", StringComparison.Ordinal));

    [Fact]
    public void Four_megabytes_are_the_most_also_where_cleaning_makes_them()
    {
        string large = new('a', (4 * 1024 * 1024) - 1000);
        Assert.NotNull(Drawn.Body($"<desc>{large}</desc>").Svg);
        string larger = large + new string('a', 1000);
        Assert.Contains("4194304 bytes", Drawn.Body($"<desc>{larger}</desc>").Findings[0].Text.ToString(), StringComparison.Ordinal);
        string grows = string.Concat(Enumerable.Repeat(".a,", 1_000_000)) + ".a{fill:red}";
        Assert.Contains("4194304 bytes", Drawn.Body($"<style>{grows}</style>").Findings[0].Text.ToString(), StringComparison.Ordinal);
    }
}
