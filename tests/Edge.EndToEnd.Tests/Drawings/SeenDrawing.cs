using System.Text.Json;
using Microsoft.Playwright;

namespace Edge.EndToEnd.Tests.Drawings;

/// <summary>A drawing as chromium shows it: what every part of it looks like and where it is, in the drawing's own units.</summary>
internal sealed class SeenDrawing(ILocator svg)
{
    /// <summary>Half a hundredth of a unit is what a browser's own arithmetic leaves.</summary>
    private const double Still = 0.05;

    /// <summary>
    /// Looks at every part that has an id and is drawn. Of text also the point that it hangs from (its start, middle or end, as it is
    /// anchored): that may not move whatever it says.
    /// </summary>
    private const string Look =
        """
        svg => {
          const home = svg.getScreenCTM().inverse();
          const seen = {};
          for (const node of svg.querySelectorAll('g, path, rect, circle, ellipse, line, polyline, polygon, use, image, text, tspan')) {
            if (!node.id || node.closest('defs, flowRoot')) continue;
            const style = getComputedStyle(node);
            const matrix = home.multiply(node.getScreenCTM());
            const at = (x, y) => { const point = new DOMPoint(x, y).matrixTransform(matrix); return [point.x, point.y]; };
            const box = node.getBBox();
            const letters = node.matches('text, tspan');
            let hangs = [];
            if (letters && !node.querySelector('tspan') && node.getNumberOfChars() > 0) {
              const from = node.getStartPositionOfChar(0), to = node.getEndPositionOfChar(node.getNumberOfChars() - 1);
              const share = { start: 0, middle: 0.5, end: 1 }[style.textAnchor];
              hangs = at(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
            }
            seen[node.id] = {
              // What is painted with nothing is not painted: letters have such a line, which shows on a dark page only.
              name: node.localName, fill: style.fill, stroke: style.stroke === 'rgba(0, 0, 0, 0)' ? 'none' : style.stroke, hangs,
              words: letters ? [...node.childNodes].filter(child => child.nodeType === 3).map(child => child.data).join('').trim() : '',
              looks: letters ? [style.fontSize, style.fontWeight, style.fontStyle, style.fontFamily, style.textAnchor].join(' ') : '',
              box: [...at(box.x, box.y), ...at(box.x + box.width, box.y + box.height)],
            };
          }
          return seen;
        }
        """;

    /// <summary>
    /// Waits until the drawing differs from what it was by what is expected and by nothing else; else says how it differs.
    /// </summary>
    private const string Compare =
        """
        async (svg, { filled, stroked, words, fill, stroke, still, patience }) => {
          const look = LOOK;
          await document.fonts.ready;
          const before = svg.lookedLike ??= look(svg);
          // What is written takes more or less room, and so does what holds it; what runs on behind it moves along.
          const reworded = new Set();
          for (const id of Object.keys(words)) {
            for (let at = svg.getElementById(id); at && at !== svg; at = at.parentElement) reworded.add(at.id);
            svg.getElementById(id)?.closest('text').querySelectorAll('tspan').forEach(piece => reworded.add(piece.id));
          }
          const differences = () => {
            const now = look(svg), found = [];
            const say = (id, what, is, should) => found.push(`${before[id]?.name ?? ''} #${id}: ${what} is ${is}, not ${should}`);
            for (const id of Object.keys({ ...before, ...now })) {
              const old = before[id], one = now[id];
              if (!old || !one) { say(id, 'the part', one ? 'there' : 'gone', old ? 'there' : 'gone'); continue; }
              const mayFill = filled.includes(id) ? fill : old.fill, mayStroke = stroked.includes(id) ? stroke : old.stroke;
              if (one.fill !== mayFill) say(id, 'fill', one.fill, mayFill);
              if (one.stroke !== mayStroke) say(id, 'stroke', one.stroke, mayStroke);
              if (one.words !== (words[id] ?? old.words)) say(id, 'text', one.words, words[id] ?? old.words);
              if (one.looks !== old.looks) say(id, 'style', one.looks, old.looks);
              const far = (a, b) => a.some((value, index) => !(Math.abs(value - b[index]) <= still));
              const runsOn = reworded.has(id) && !(id in words) && !svg.getElementById(id).hasAttribute('x');
              if (!runsOn && one.hangs.length > 0 && old.hangs.length > 0 && far(one.hangs, old.hangs))
                say(id, 'the place', one.hangs, old.hangs);
              if (!reworded.has(id) && far(one.box, old.box)) say(id, 'the outline', one.box, old.box);
            }
            return found;
          };
          const end = performance.now() + patience;
          let found = differences();
          while (found.length > 0 && performance.now() < end) {
            await new Promise(requestAnimationFrame);
            found = differences();
          }
          return found;
        }
        """;

    public static string ColourOf(string hex) =>
        $"rgb({Convert.ToInt32(hex[1..3], 16)}, {Convert.ToInt32(hex[3..5], 16)}, {Convert.ToInt32(hex[5..7], 16)})";

    public async Task<Dictionary<string, Part>> LookAsync() =>
        JsonSerializer.Deserialize<Dictionary<string, Part>>(
            await svg.EvaluateAsync<string>($"svg => JSON.stringify(({Look})(svg))"), JsonSerializerOptions.Web)!;

    /// <summary>The first call remembers how the drawing is; each later one compares with that. Empty when it is as it should be.</summary>
    public Task<string[]> DifferencesAsync(Reaction expected, string fill, string stroke) => svg.EvaluateAsync<string[]>(
        Compare.Replace("LOOK", Look, StringComparison.Ordinal),
        new
        {
            filled = expected.Filled.ToArray(),
            stroked = expected.Stroked.ToArray(),
            words = expected.Words.ToDictionary(),
            fill = ColourOf(fill),
            stroke = ColourOf(stroke),
            still = Still,
            patience = 10_000,
        });

    /// <summary>What differs between this drawing and another view of it, in what is drawn and where.</summary>
    public static IEnumerable<string> Lost(Dictionary<string, Part> original, Dictionary<string, Part> shown)
    {
        foreach ((string id, Part one) in original)
        {
            if (!shown.TryGetValue(id, out Part? other))
            {
                yield return $"{one.Name} #{id} is gone";
            }
            else if ((one.Fill, one.Stroke, one.Words, one.Looks) != (other.Fill, other.Stroke, other.Words, other.Looks))
            {
                yield return $"{one} is {other}";
            }
            else if (one.Hangs.Zip(other.Hangs).Any(pair => Math.Abs(pair.First - pair.Second) > 0.5))
            {
                yield return $"{one.Name} #{id} moved from {string.Join(", ", one.Hangs)} to {string.Join(", ", other.Hangs)}";
            }
            // The page letters in a face of its own where a drawing's is missing: so of letters only what they hang from is compared.
            else if (
                one.Name is not ("text" or "tspan" or "g") && one.Box.Zip(other.Box).Any(pair => Math.Abs(pair.First - pair.Second) > 0.5))
            {
                yield return $"{one.Name} #{id} lies at {string.Join(", ", other.Box)}, not {string.Join(", ", one.Box)}";
            }
        }
    }
}

/// <summary>One part of a drawing as a browser shows it.</summary>
internal sealed record Part(string Name, string Fill, string Stroke, string Words, string Looks, double[] Hangs, double[] Box);
