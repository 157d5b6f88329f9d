using CsCheck;
using Edge.Domain;

namespace Edge.Formulas.Tests;

/// <summary>Evaluating only what changed must come to what evaluating everything comes to.</summary>
public sealed class IncrementalTests
{
    private const int Elements = 8;
    private static readonly ElementAttribute[] Attributes = Enum.GetValues<ElementAttribute>();

    [Fact]
    public void Any_sequence_of_changes_ends_where_a_new_engine_begins() =>
        Gen.Int.Sample(
            seed =>
            {
                var random = new Random(seed);
                List<(string Tag, ElementAttribute Attribute, string Expression)> formulas = Formulas(random);
                Station station = Build(formulas);
                var points = new Dictionary<string, (double Value, Quality Quality, int Q)>();
                foreach (string tag in (string[])["D0", "D1", "V0", "V1"])
                {
                    Change(station, tag, random, points);
                }

                station.Engine.Recompute();
                ElementLook[] shown = Enumerable.Range(0, Elements).Select(station.Engine.ReadElement).ToArray();
                for (int step = 0; step < 12; step++)
                {
                    foreach (string? tag in points.Keys.ToArray())
                    {
                        if (random.Next(3) == 0)
                        {
                            Change(station, tag, random, points);
                        }
                    }

                    foreach (int element in station.Engine.Recompute())
                    {
                        ElementLook look = station.Engine.ReadElement(element);
                        // The same error can come from another part that begins in the same column.
                        if (look.Error is null)
                        {
                            Assert.NotEqual(shown[element], look);
                        }

                        shown[element] = look;
                    }

                    // What was not returned has not changed.
                    for (int element = 0; element < Elements; element++)
                    {
                        Assert.Equal(shown[element], station.Engine.ReadElement(element));
                    }
                }

                Station fresh = Build(formulas);
                foreach ((string? tag, (double value, Quality quality, int q)) in points)
                {
                    fresh.Set(tag, value, quality, q);
                }

                fresh.Engine.Recompute();
                for (int element = 0; element < Elements; element++)
                {
                    (ElementLook actual, ElementLook expected) = (station.Engine.ReadElement(element), fresh.Engine.ReadElement(element));
                    Assert.Equal((expected.Quality, expected.Error), (actual.Quality, actual.Error));
                    // A bad attribute keeps its last value, which a new engine has not seen.
                    if (expected.Quality.Level != Quality.Bad)
                    {
                        Assert.Equal(expected, actual);
                    }
                }
            },
            iter: 1_000);

    private static Station Build(List<(string Tag, ElementAttribute Attribute, string Expression)> formulas)
    {
        Station station = new Station().Digital("D0").Digital("D1").Analog("V0", scale: 0.5).Analog("V1", scale: 2);
        for (int i = 0; i < Elements; i++)
        {
            station.Element($"E{i}", text: $"{i}", fill: i, stroke: 1, mark: i % 3);
        }

        foreach ((string? tag, ElementAttribute attribute, string? expression) in formulas)
        {
            station.Formula(tag, attribute, expression);
        }

        return station;
    }

    private static void Change(
        Station station, string tag, Random random, Dictionary<string, (double Value, Quality Quality, int Q)> points)
    {
        int value = tag[0] == 'D' ? random.Next(2) : random.Next(4);
        points[tag] = (value, random.Next(4) == 0 ? (Quality)random.Next(3) : Quality.Good, random.Next(2));
        station.Set(tag, value, points[tag].Quality, points[tag].Q);
    }

    /// <summary>Formulas in any order of the sheet, each reading only elements before its own: no cycles.</summary>
    private static List<(string Tag, ElementAttribute Attribute, string Expression)> Formulas(Random random)
    {
        var formulas = new List<(string, ElementAttribute, string)>();
        for (int element = 0; element < Elements; element++)
        {
            foreach (ElementAttribute attribute in Attributes)
            {
                if (random.Next(3) > 0)
                {
                    continue;
                }
                // Tables only in the last element, and only of attributes that it does not set itself.
                bool table = element == Elements - 1 && attribute == ElementAttribute.Fill;
                if (element == Elements - 1 && !table)
                {
                    continue;
                }

                formulas.Add(($"E{element}", attribute, table ? Table(random, element) : Value(random, element, 3)));
            }
        }

        return [.. formulas.OrderBy(_ => random.Next())];
    }

    private static string Table(Random random, int element)
    {
        string body = random.Next(2) == 0 ? "float(e.text or 0)" : $"(e.stroke or 0) + {Value(random, element, 1)}";
        string filter = random.Next(2) == 0 ? "x.mark = 1" : $"x.mark and x.stroke = {Value(random, element, 1)}";
        return $"SUMA(APLICAR(lambda e: {body}, FILTRAR(lambda x: {filter}, eg)))";
    }

    private static string Value(Random random, int element, int depth)
    {
        string Inner() => Value(random, element, depth - 1);
        if (depth > 0)
        {
            switch (random.Next(6))
            {
                case 0: return $"SI({Inner()}, {Inner()}, {Inner()})";
                case 1: return $"({Inner()} {(random.Next(2) == 0 ? "+" : "*")} {Inner()})";
                case 2: return $"({Inner()} / {Inner()})";
                case 3: return $"({Inner()} {(random.Next(2) == 0 ? "or" : "and")} {Inner()})";
                case 4: return $"float({Inner()})";
            }
        }

        return random.Next(7) switch
        {
            0 => "1",
            1 => "di.D0.value",
            2 => "di.D1.value",
            3 => "ai.V0.value * ai.V0.escala",
            4 => "ai.V1.q",
            _ when element > 0 => $"eg.E{random.Next(element)}.{(random.Next(2) == 0 ? "text" : "stroke")}",
            _ => "ai.V1.value",
        };
    }
}
