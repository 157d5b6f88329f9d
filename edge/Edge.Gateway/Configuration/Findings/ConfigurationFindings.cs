using Edge.Contracts;

namespace Edge.Gateway.Configuration.Findings;

/// <summary>The findings about a configuration: the key, its value, and what to do.</summary>
internal sealed class ConfigurationFindings
{
    private static readonly Phrase s_nameRule = $"use 1 to 64 letters, digits, '-', '_' or '.'.";

    private readonly List<(string Key, Phrase Text)> _all = [];

    /// <summary>The findings, in the order in which they were added.</summary>
    public IReadOnlyList<(string Key, Phrase Text)> All => _all;

    /// <summary>Adds a finding.</summary>
    /// <param name="key">The whole key, as <c>devices[0].port</c>.</param>
    /// <param name="text">What is wrong and what to do; it follows the key.</param>
    public void Add(string key, Phrase text) => _all.Add((key, text));

    /// <summary>Checks a text that must be given.</summary>
    /// <param name="key">The whole key.</param>
    /// <param name="value">What stands there.</param>
    /// <param name="hint">What to give.</param>
    /// <returns>Whether it is given.</returns>
    public bool Required(string key, string value, Phrase hint)
    {
        bool given = !string.IsNullOrWhiteSpace(value);
        if (!given)
        {
            Add(key, $"is missing: give {hint}");
        }

        return given;
    }

    /// <summary>Checks a name that is used in topics.</summary>
    /// <param name="key">The whole key.</param>
    /// <param name="value">What stands there.</param>
    /// <param name="example">An example.</param>
    public void Name(string key, string value, string example)
    {
        if (Required(key, value, $"for example \"{example}\"; {s_nameRule}") && !Topics.IsName(value))
        {
            Add(key, $"'{value}' cannot stand in a topic: {s_nameRule}");
        }
    }

    /// <summary>Checks a number; both bounds are allowed.</summary>
    public void Range(string key, int value, int minimum, int maximum)
    {
        if (value < minimum || value > maximum)
        {
            Add(key, $"{value} is out of range: give {minimum} to {maximum}.");
        }
    }

    /// <summary>Checks a time; both bounds are allowed.</summary>
    public void Range(string key, TimeSpan value, TimeSpan minimum, TimeSpan maximum)
    {
        if (value < minimum || value > maximum)
        {
            Add(key, $"{value:c} is out of range: give {minimum:c} to {maximum:c} (hours:minutes:seconds).");
        }
    }
}
