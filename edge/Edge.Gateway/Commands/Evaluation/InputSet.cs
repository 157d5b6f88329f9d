using System.Text.Json;
using Edge.Domain;
using Edge.Formulas.Values;

namespace Edge.Gateway.Commands.Evaluation;

/// <summary>The inputs of the user before the evaluation, as written: a later input replaces an earlier one.</summary>
internal sealed class InputSet
{
    private const long MaximumBytes = 64 * 1024 * 1024;

    private readonly List<(string Source, string Path, FormulaValue Value)> _inputs = [];

    /// <summary>What is wrong with how the inputs are written.</summary>
    public List<Phrase> Mistakes { get; } = [];

    /// <summary>The inputs, in order, with their origin.</summary>
    public IReadOnlyList<(string Source, string Path, FormulaValue Value)> Inputs => _inputs;

    /// <summary>Adds <c>PATH=VALUE</c>.</summary>
    public void Add(string assignment)
    {
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            Mistakes.Add($"--set {assignment}: write a path, =, and a value, as in ai.TAG.value=123");
            return;
        }

        _inputs.Add(("--set " + assignment, assignment[..equals], InputValue.Of(assignment[(equals + 1)..].Trim())));
    }

    /// <summary>Adds a file: one JSON object of path → value.</summary>
    public void AddFile(string file)
    {
        try
        {
            using Stream stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            if (stream.CanSeek && stream.Length > MaximumBytes)
            {
                Mistakes.Add($"{file}: more than {MaximumBytes} bytes are not read");
                return;
            }

            using JsonDocument document = JsonDocument.Parse(
                stream, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            Add(file, document.RootElement);
        }
        catch (JsonException e)
        {
            Mistakes.Add($"{file}, line {e.LineNumber + 1}: it is no JSON: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Mistakes.Add($"{file}: it cannot be read: {e.Message}");
        }
    }

    /// <summary>
    /// The inputs by the rows of a profile; null when one of them does not fit, which <paramref name="mistakes"/> then names.
    /// </summary>
    public ResolvedInputs? Resolve(Profile profile, List<Phrase> mistakes)
    {
        var names = new InputNames(profile);
        var resolved = new ResolvedInputs(profile);
        int before = mistakes.Count;
        foreach ((string source, string text, FormulaValue value) in _inputs)
        {
            Phrase? mistake = InputPath.TryFind(names, text, out InputPath path, out Phrase? unknown)
                ? resolved.Set(path, value)
                : unknown;
            if (mistake is not null)
            {
                mistakes.Add($"{source}: {mistake}");
            }
        }

        return mistakes.Count == before ? resolved : null;
    }

    private void Add(string file, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Mistakes.Add($"{file}: it must be one object of paths and values, as in {{\"ai.TAG.value\": 123}}");
            return;
        }

        foreach (JsonProperty member in root.EnumerateObject())
        {
            if (InputValue.Of(member.Value) is { } value)
            {
                _inputs.Add(($"{file}, {member.Name}", member.Name, value));
            }
            else
            {
                Mistakes.Add($"{file}, {member.Name}: the value must be a number, a text, true, false or null");
            }
        }
    }
}
