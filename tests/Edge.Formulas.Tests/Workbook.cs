using System.Diagnostics;
using System.Text.Json;
using Edge.Domain;

namespace Edge.Formulas.Tests;

/// <summary>A real workbook, read by the reference evaluator, which is in Python and independent of the engine.</summary>
internal static class Workbook
{
    private const string Python = "/usr/bin/python3";
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "reference.py");

    /// <summary>Where it is, or a skipped test.</summary>
    public static string Find()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Edge.sln")))
        {
            root = root.Parent;
        }

        Assert.SkipWhen(root is null, "The repository's root was not found above the test.");
        string path = Path.GetFullPath(Path.Combine(root!.FullName, "..", "shared", "data", "estacion-e4.xls"));
        Assert.SkipUnless(File.Exists(path), "The real workbook is not here (../shared/data/estacion-e4.xls).");
        Assert.SkipUnless(File.Exists(Python) && CanRead(), "The reference evaluator needs python3 with xlrd (Debian: python3-xlrd).");
        return path;
    }

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        return Process.Start(start) ?? throw new InvalidOperationException("python3 did not start.");
    }

    public static Process Run(string path) => Start(Script, path, "run");

    public static Station Read(string path)
    {
        using Process process = Start(Script, path, "profile");
        using var sheets = JsonDocument.Parse(process.StandardOutput.ReadToEnd());
        var station = new Station();
        foreach (JsonElement row in sheets.RootElement.GetProperty("elements").EnumerateArray())
        {
            station.Element(
                row.GetProperty("tag").GetString()!, row.GetProperty("text").GetString(), Index(row, "fill"), Index(row, "stroke"),
                row.GetProperty("mark") is { ValueKind: JsonValueKind.Number } mark ? mark.GetDouble() : null,
                row.GetProperty("disabled").GetBoolean());
        }

        foreach (JsonElement row in sheets.RootElement.GetProperty("analogs").EnumerateArray())
        {
            station.Analog(
                row.GetProperty("tag").GetString()!, row.GetProperty("scale").GetDouble(), row.GetProperty("initial").GetDouble());
        }

        foreach (JsonElement row in sheets.RootElement.GetProperty("digitals").EnumerateArray())
        {
            station.Digital(row.GetString()!);
        }

        foreach (JsonElement row in sheets.RootElement.GetProperty("formulas").EnumerateArray())
        {
            station.Formula(
                row.GetProperty("tag").GetString()!,
                Enum.Parse<ElementAttribute>(row.GetProperty("attribute").GetString()!, ignoreCase: true),
                row.GetProperty("expression").GetString()!, row.GetProperty("row").GetInt32());
        }

        return station;
    }

    private static int? Index(JsonElement row, string name) =>
        row.GetProperty(name) is { ValueKind: JsonValueKind.Number } index ? index.GetInt32() : null;

    private static bool CanRead()
    {
        using Process process = Start("-c", "import xlrd");
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
