using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TestKit;

namespace Edge.Gateway.Tests.Commands.Evaluation;

/// <summary>
/// The whole way from the real workbook to the answer against the reference evaluator, which is Python and reads it itself.
/// </summary>
public sealed class EvalAgainstReferenceTests
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public void A_few_random_inputs_give_what_Python_makes_of_them() => Agree(20);

    [Fact]
    [Trait("Category", "Slow")]
    public void Hundreds_of_random_inputs_give_what_Python_makes_of_them() => Agree(400);

    private static void Agree(int sets)
    {
        string? path = Repository.SharedData("estacion-e4.xls");
        Assert.SkipWhen(path is null, "The real workbook is not here (../shared/data/estacion-e4.xls).");
        Assert.SkipUnless(File.Exists(Python), "The reference evaluator needs python3 with xlrd (Debian: python3-xlrd).");
        string script = Path.Combine(AppContext.BaseDirectory, "reference.py");
        using JsonDocument sheets = JsonDocument.Parse(Ask(script, path!, "profile").StandardOutput.ReadToEnd());
        using Process reference = Ask(script, path!, "each");
        using TemporaryFolder own = new();
        string inputs = own.At("inputs.json");
        var random = new Random(sets);
        try
        {
            for (int set = 0; set < sets; set++)
            {
                string json = set == 0 ? "{}" : RandomSet(sheets.RootElement, random);
                File.WriteAllText(inputs, json);
                reference.StandardInput.WriteLine(json);
                reference.StandardInput.Flush();
                EvalRun run = EvalRun.Of(path!, "--json", "--inputs", inputs);
                Assert.Equal(("", 0), (run.Error, run.Exit));
                using JsonDocument expected = JsonDocument.Parse(reference.StandardOutput.ReadLine()!);
                using JsonDocument actual = JsonDocument.Parse(run.Output);
                Compare(expected.RootElement, actual.RootElement);
            }
        }
        finally
        {
            reference.StandardInput.Close();
        }
    }

    private static void Compare(JsonElement expected, JsonElement actual)
    {
        Assert.Equal(expected.EnumerateObject().Select(element => element.Name), actual.EnumerateObject().Select(element => element.Name));
        foreach (JsonProperty element in expected.EnumerateObject())
        {
            JsonElement other = actual.GetProperty(element.Name);
            var (text, fill, stroke) = EvalRun.Look(element.Value);
            var look = EvalRun.Look(other);
            Assert.Equal((element.Name, Plain(text), fill, stroke), (element.Name, Plain(look.Text), look.Fill, look.Stroke));
            Assert.Equal(
                element.Value.GetProperty("errors").EnumerateArray().Select(error => error.GetString()!),
                other.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
        }

    }

    // A cell that holds the number 6 is the real 6.0 to Python, and 6 to whoever reads the sheet.
    private static string? Plain(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number == Math.Floor(number)
            && Math.Abs(number) < 1e9
            ? number.ToString(CultureInfo.InvariantCulture)
            : text;

    private static string RandomSet(JsonElement sheets, Random random)
    {
        var values = new Dictionary<string, JsonElement>();
        foreach (JsonElement point in sheets.GetProperty("analogs").EnumerateArray())
        {
            string tag = point.GetProperty("tag").GetString()!;
            if (random.Next(3) == 0)
            {
                Add($"ai.{tag}.value", random.Next(5) == 0 ? "0.0" : Real(random.NextDouble() * 20000));
            }

            if (random.Next(8) == 0)
            {
                Add($"ai.{tag}.q", random.Next(3).ToString(CultureInfo.InvariantCulture));
            }

            if (random.Next(20) == 0)
            {
                Add($"ai.{tag}.escala", Real(random.NextDouble() * 3));
            }
        }

        foreach (JsonElement point in sheets.GetProperty("digitals").EnumerateArray())
        {
            if (random.Next(3) == 0)
            {
                Add($"di.{point.GetString()}.value", random.Next(2).ToString(CultureInfo.InvariantCulture));
            }
        }

        foreach (JsonElement element in sheets.GetProperty("elements").EnumerateArray())
        {
            // What an operator toggles, and now and then a word where a state is wanted.
            if (element.GetProperty("text").GetString() is "0.0" or "1.0" && random.Next(6) == 0 && !IsComputed(sheets, element))
            {
                Add($"eg.{element.GetProperty("tag").GetString()}.text",
                    random.Next(30) == 0 ? "\"?\"" : random.Next(2).ToString(CultureInfo.InvariantCulture));
            }
        }

        return JsonSerializer.Serialize(values);

        void Add(string path, string json) => values[path] = JsonDocument.Parse(json).RootElement.Clone();
    }

    private static bool IsComputed(JsonElement sheets, JsonElement element) => sheets.GetProperty("formulas").EnumerateArray().Any(
        formula => formula.GetProperty("tag").GetString() == element.GetProperty("tag").GetString()
            && formula.GetProperty("attribute").GetString() == "text");

    private static string Real(double value) => value.ToString("0.0###############", CultureInfo.InvariantCulture);

    private static Process Ask(string script, string workbook, string mode) => Process.Start(
        new ProcessStartInfo(Python, [script, workbook, mode]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
}
