using System.Globalization;
using Edge.EndToEnd.Tests.Drawings;
using Microsoft.Playwright;

namespace Edge.EndToEnd.Tests.Faults;

/// <summary>
/// Faults 24 and 41 by measure: the table of the events broke on a tablet, a phone cut the active item of the bar, the letters of a wall of
/// screens stayed small, and a long text of a device pushed that of the event off the page.
/// </summary>
[Trait("Category", "Slow")]
public sealed class Fault_41_The_pages_fit_every_screen(DrawingStage stage) : IClassFixture<DrawingStage>
{
    private const string Site = "sizes";
    private const string What = "Interruptor 52 del alimentador Los Sauces, lado de 13,2 kV";
    private const string Endless = "PROTECCIONDEDISTANCIADELALINEALOSALAMOSELNOGALDISPARADAENZONADOSCONRECIERRE";

    [Theory]
    [InlineData(360)]
    [InlineData(721)]
    [InlineData(1101)]
    [InlineData(1600)]
    public async Task The_table_of_the_events_does(int width)
    {
        IPage page = await EventsAsync(width, 500);
        Assert.Equal("", await page.EvaluateAsync<string>(
            """
            () => {
              const wrong = [], page = document.querySelector('app-root').shadowRoot.querySelector('events-page');
              const scroll = page.shadowRoot.querySelector('.scroll'), edge = scroll.getBoundingClientRect();
              const whole = document.documentElement.scrollWidth;
              if (whole > innerWidth) wrong.push(`the page has ${whole} px`);
              if (scroll.scrollWidth > scroll.clientWidth) wrong.push(`the table has ${scroll.scrollWidth} of ${scroll.clientWidth} px`);
              for (const row of scroll.querySelectorAll('tbody tr')) {
                for (const name of ['time', 'device', 'what', 'state']) {
                  const cell = row.querySelector(`.${name}`), box = cell.getBoundingClientRect();
                  if (box.left < edge.left - 1 || box.right > edge.right + 1) wrong.push(`${name} leaves the table`);
                  const least = name === 'what' ? Math.min(300, innerWidth * 0.3) : 24;
                  if (box.width < least) wrong.push(`${name} has ${Math.round(box.width)} px`);
                }
              }
              return [...new Set(wrong)].join('; ');
            }
            """));
    }

    [Theory]
    [InlineData(360)]
    public async Task The_bar_of_a_phone_does(int width)
    {
        IPage page = await EventsAsync(width, 740);
        Assert.Equal("", await page.EvaluateAsync<string>(
            """
            () => {
              const wrong = [], root = document.querySelector('app-root').shadowRoot;
              const bar = root.querySelector('app-rail').shadowRoot.querySelector('nav');
              for (const item of bar.querySelectorAll(':scope > .item')) {
                const box = item.getBoundingClientRect();
                if (box.width === 0) continue;
                const text = item.querySelector('.text');
                if (text.scrollWidth > text.clientWidth) wrong.push(`${text.textContent.trim()} is cut`);
                if (box.left < 0 || box.right > innerWidth || box.bottom > innerHeight) wrong.push(`${text.textContent.trim()} is off`);
              }
              if (!bar.querySelector(':scope > .item[aria-current=page]')) wrong.push('no item is the current one');
              return wrong.join('; ');
            }
            """));
    }

    [Theory]
    [InlineData(1600, 12, 14)]
    [InlineData(3840, 24, 30)]
    public async Task The_letters_of_rail_and_table_do(int width, double small, double plain)
    {
        IPage page = await EventsAsync(width, 500);
        double[] sizes = await page.EvaluateAsync<double[]>(
            """
            () => {
              const root = document.querySelector('app-root').shadowRoot, size = node => parseFloat(getComputedStyle(node).fontSize);
              return [
                size(root.querySelector('events-page').shadowRoot.querySelector('th')),
                size(root.querySelector('app-rail').shadowRoot.querySelector('.item .text')),
                size(root.querySelector('events-page').shadowRoot.querySelector('td.what')),
              ];
            }
            """);
        Assert.True(sizes[0] >= small, string.Create(CultureInfo.InvariantCulture, $"the head of the table has {sizes[0]} px"));
        Assert.All(sizes[1..], size => Assert.True(size >= plain, string.Create(CultureInfo.InvariantCulture, $"{size} of {plain} px")));
    }

    /// <summary>The page of the events with texts as long as devices write them, in a window of this size.</summary>
    private async Task<IPage> EventsAsync(int width, int height)
    {
        await stage.PublishAsync(Site, new Dictionary<string, string>(), []);
        for (int seq = 1; seq <= 6; seq++)
        {
            await stage.EventAsync(Site, new
            {
                epoch = "e1",
                seq,
                type = "digital",
                device = seq % 2 == 0 ? "comaster" : $"rele-{Endless.ToLowerInvariant()}",
                tag = $"T{seq}",
                description = seq == 3 ? Endless : What,
                state = 1,
                text = seq % 3 == 0 ? Endless : "ABIERTO",
                alarmKind = 0,
                time = DrawingStage.Now,
                timeSource = "device",
                clock = "synchronised",
                received = DrawingStage.Now,
            });
        }

        IPage page = await stage.OpenEventsAsync(Site);
        await page.SetViewportSizeAsync(width, height);
        await Assertions.Expect(page.Locator("events-page tbody tr").Nth(5)).ToBeVisibleAsync();
        return page;
    }
}
