using Microsoft.Playwright;

namespace Edge.EndToEnd.Tests.Drawings;

/// <summary>Screenshots, compared in the browser that made them.</summary>
internal static class Pixels
{
    /// <summary>How far a channel of a colour may be off by the browser's own smoothing.</summary>
    private const int Smoothing = 16;

    private const string Load =
        """
        const load = async data => {
          const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(data), c => c.charCodeAt(0))]));
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height), context = canvas.getContext('2d');
          context.drawImage(bitmap, 0, 0);
          return context.getImageData(0, 0, bitmap.width, bitmap.height);
        };
        """;

    /// <summary>The share of the pixels that differ, from 0 to 1.</summary>
    public static async Task<double> DifferenceAsync(Browser browser, byte[] one, byte[] other)
    {
        IPage page = await browser.BlankAsync();
        return await page.EvaluateAsync<double>(
            "async ({ one, other, smoothing }) => {" + Load +
            """
              const a = await load(one), b = await load(other);
              if (a.width !== b.width || a.height !== b.height) return 1;
              let differ = 0;
              for (let at = 0; at < a.data.length; at += 4) {
                const far = channel => Math.abs(a.data[at + channel] - b.data[at + channel]) > smoothing;
                if (far(0) || far(1) || far(2)) differ++;
              }
              return differ / (a.data.length / 4);
            }
            """,
            new { one = Convert.ToBase64String(one), other = Convert.ToBase64String(other), smoothing = Smoothing });
    }

    /// <summary>The colour at a place, given as shares of width and height, as <c>#rrggbb</c>.</summary>
    public static async Task<string> ColourAsync(Browser browser, byte[] picture, double x, double y)
    {
        IPage page = await browser.BlankAsync();
        return await page.EvaluateAsync<string>(
            "async ({ picture, x, y }) => {" + Load +
            """
              const image = await load(picture);
              const at = 4 * (Math.floor(y * image.height) * image.width + Math.floor(x * image.width));
              return '#' + [0, 1, 2].map(channel => image.data[at + channel].toString(16).padStart(2, '0')).join('');
            }
            """,
            new { picture = Convert.ToBase64String(picture), x, y });
    }
}
