using System.Globalization;
using Microsoft.Playwright;
using TestKit;

namespace Edge.EndToEnd.Tests.Drawings;

/// <summary>A file of a drawing program, as chromium shows it by itself and as the page of the dashboard shows the cleaned one.</summary>
internal sealed class SideBySide(DrawingStage stage, IPage page) : IDisposable
{
    /// <summary>
    /// The page without its zoom keys, and without its faces for letters that this machine has not: the file by itself has none. The sheet
    /// begins on a whole pixel, so that both are drawn over the same grid.
    /// </summary>
    private const string Prepare =
        """
        async svg => {
          for (const sheet of document.styleSheets) {
            for (let at = sheet.cssRules.length - 1; at >= 0; at--) {
              const rule = sheet.cssRules[at];
              if (rule instanceof CSSFontFaceRule && !rule.style.fontFamily.includes('Inter')) sheet.deleteRule(at);
            }
          }
          const page = svg.getRootNode().host.getRootNode(), sheet = page.querySelector('.sheet'), rules = new CSSStyleSheet();
          const whole = name => `${name}: ${Math.floor(parseFloat(sheet.style[name]))}px !important;`;
          rules.replaceSync(
            `.sheet { ${whole('width')} ${whole('height')} } .window { place-items: start !important } .zoom { display: none }`);
          page.adoptedStyleSheets.push(rules);
          await document.fonts.ready;
          await Promise.all([...svg.querySelectorAll('image')].map(image => image.decode().catch(() => {})));
        }
        """;

    /// <summary>
    /// The file fills its frame; returns the shape of its own page. One without a view box gets that page as its view box, as a browser
    /// does that shows the file as a picture.
    /// </summary>
    private const string Fill =
        """
        async svg => {
          const { width, height } = svg, box = svg.viewBox.baseVal;
          const sized = [width, height].every(length => length.baseVal.unitType !== SVGLength.SVG_LENGTHTYPE_PERCENTAGE);
          const shape = sized ? [width.baseVal.value, height.baseVal.value] : [box.width, box.height];
          if (!svg.hasAttribute('viewBox')) svg.setAttribute('viewBox', `0 0 ${shape.join(' ')}`);
          svg.setAttribute('width', '100%');
          svg.setAttribute('height', '100%');
          await document.fonts.ready;
          await Promise.all([...svg.querySelectorAll('image')].map(image => image.decode().catch(() => {})));
          return shape[0] / shape[1];
        }
        """;

    private readonly TemporaryFolder _folder = new();

    private IPage? _alone;

    /// <summary>The share of the pixels that differ, from 0 to 1; 1 where the pages have not the same shape.</summary>
    /// <param name="site">The station.</param>
    /// <param name="screen">The screen that has the cleaned drawing.</param>
    /// <param name="file">The file as its program wrote it.</param>
    public async Task<double> DifferenceAsync(string site, string screen, byte[] file)
    {
        // Chromium draws a page behind another one only now and then.
        await page.BringToFrontAsync();
        await page.GotoAsync(stage.PageOf(site, screen).ToString());
        ILocator shown = await DrawingStage.ShownAsync(page, screen);
        await shown.EvaluateAsync(Prepare);
        LocatorBoundingBoxResult box = (await shown.BoundingBoxAsync())!;

        // The ground of the page is the document's, which no browser reads.
        string ground = await shown.GetAttributeAsync("data-pagecolor") ?? "#ffffff";
        await File.WriteAllBytesAsync(_folder.At("drawing.svg"), file);
        await File.WriteAllTextAsync(_folder.At("page.html"), string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <!doctype html><body style="margin: 0; background: {ground}">
            <iframe src="drawing.svg" style="position: absolute; border: 0; left: {box.X}px; top: {box.Y}px; width: {box.Width}px;
              height: {box.Height}px"></iframe>
            """));
        _alone ??= await page.Context.NewPageAsync();
        await _alone.GotoAsync(new Uri(_folder.At("page.html")).ToString());
        double shape = await _alone.FrameLocator("iframe").Locator(":root").EvaluateAsync<double>(Fill);
        if (Math.Abs((shape * box.Height / box.Width) - 1) > 0.01)
        {
            return 1;
        }

        Clip clip = new() { X = box.X, Y = box.Y, Width = box.Width, Height = box.Height };
        await _alone.BringToFrontAsync();
        byte[] alone = await _alone.ScreenshotAsync(new PageScreenshotOptions { Clip = clip });
        await page.BringToFrontAsync();
        return await Pixels.DifferenceAsync(stage.Browser, await page.ScreenshotAsync(new PageScreenshotOptions { Clip = clip }), alone);
    }

    public void Dispose() => _folder.Dispose();
}
