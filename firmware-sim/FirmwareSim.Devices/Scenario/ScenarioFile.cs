using System.Text.Json;
using FirmwareSim.Devices.Simulation;

namespace FirmwareSim.Devices.Scenario;

/// <summary>
/// Reads a scenario: JSON with comments and trailing commas. A key that is not known is refused, not passed over. The sample beside the
/// program explains every key.
/// </summary>
public static class ScenarioFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="SimulatorStartException">It cannot be read, or something in it is wrong; the message names file and, where JSON
    /// tells, line.</exception>
    public static SimulatedStationOptions Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SimulatorStartException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads the text of a scenario.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="SimulatorStartException">Something in it is wrong.</exception>
    public static SimulatedStationOptions Parse(string text, string name)
    {
        try
        {
            ScenarioDocument document = JsonSerializer.Deserialize(text, ScenarioJson.Default.ScenarioDocument)
                ?? throw new SimulatorStartException($"{name}: is empty; the sample shows what belongs there");
            return new ScenarioReader(name).Read(document);
        }
        catch (JsonException e)
        {
            string line = e.LineNumber is { } number ? $":{number + 1}" : "";
            throw new SimulatorStartException($"{name}{line}: {Reason(e)}", e);
        }
    }

    /// <summary>The library adds where it was; the line stands in front already.</summary>
    private static string Reason(JsonException e)
    {
        int path = e.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        string reason = path < 0 ? e.Message : e.Message[..path];
        string where = string.IsNullOrEmpty(e.Path) || e.Path == "$" ? "" : $" (at {e.Path})";
        if (reason.Contains("could not be mapped", StringComparison.Ordinal))
        {
            string key = reason.Split('\'') is [_, var first, ..] ? first : "?";
            return $"unknown key \"{key}\"{where}";
        }

        return reason + where;
    }
}
