using System.Globalization;
using System.Text;

namespace Edge.Gateway.Metrics;

/// <summary>The type of a family of series.</summary>
internal enum MetricKind
{
    Counter = 0,
    Gauge = 1,
    Histogram = 2,
}

/// <summary>All series of one name: one for each set of labels. Not thread-safe: its owner locks it.</summary>
/// <param name="name">The exposed name.</param>
/// <param name="kind">Its type.</param>
/// <param name="help">Its description.</param>
/// <param name="bounds">Of a histogram: the upper bounds of its buckets, rising, without infinity.</param>
/// <param name="isObserved">Whether its values are observed at each scrape; a series that is not reported any more is then removed.</param>
internal sealed class MetricFamily(string name, MetricKind kind, string help, double[] bounds, bool isObserved)
{
    /// <summary>The most sets of labels: more than any substation has. More would come from a label whose values never repeat.</summary>
    public const int MaximumSeries = 1000;

    private readonly Dictionary<(string Key, string Value), Series> _byOneTag = [];
    private readonly SortedDictionary<string, Series> _byLabels = new(StringComparer.Ordinal);

    /// <summary>Guards it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The exposed name.</summary>
    public string Name => name;

    /// <summary>Adds one value: the step of a counter, the state of a gauge or of an observed counter, the sample of a histogram.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Find(tags) is not { } series)
        {
            return;
        }

        if (kind == MetricKind.Histogram)
        {
            int bucket = Array.BinarySearch(bounds, value);
            series.Buckets[bucket < 0 ? ~bucket : bucket]++;
            series.Value += value;
        }
        else
        {
            series.Value = kind == MetricKind.Counter && !isObserved ? series.Value + value : value;
        }
    }

    /// <summary>Clears the values that are observed at each scrape.</summary>
    public void BeforeReading()
    {
        if (isObserved)
        {
            _byLabels.Clear();
            _byOneTag.Clear();
        }
    }

    /// <summary>Writes it in the text format of Prometheus, version 0.0.4.</summary>
    public void Write(StringBuilder text)
    {
        if (_byLabels.Count == 0)
        {
            return;
        }

        text.Append("# HELP ").Append(name).Append(' ').Append(Escape(help, quotes: false)).Append('\n')
            .Append("# TYPE ").Append(name).Append(' ').Append(kind switch
            {
                MetricKind.Counter => "counter",
                MetricKind.Gauge => "gauge",
                _ => "histogram",
            }).Append('\n');
        foreach ((string labels, Series series) in _byLabels)
        {
            if (kind != MetricKind.Histogram)
            {
                Line(text, "", labels, null, series.Value);
                continue;
            }

            long below = 0;
            for (int i = 0; i < series.Buckets.Length; i++)
            {
                below += series.Buckets[i];
                Line(text, "_bucket", labels, i < bounds.Length ? Number(bounds[i]) : "+Inf", below);
            }

            Line(text, "_sum", labels, null, series.Value);
            Line(text, "_count", labels, null, below);
        }
    }

    /// <summary>A text between quotes, or behind HELP.</summary>
    public static string Escape(string text, bool quotes)
    {
        text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text;
    }

    /// <summary>A name of letters, digits and underscores.</summary>
    public static string Plain(string name)
    {
        string plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return plain.Length == 0 || char.IsAsciiDigit(plain[0]) ? "_" + plain : plain;
    }

    private void Line(StringBuilder text, string suffix, string labels, string? bound, double value)
    {
        text.Append(name).Append(suffix);
        if (labels.Length > 0 || bound is not null)
        {
            text.Append('{').Append(labels);
            if (bound is not null)
            {
                text.Append(labels.Length > 0 ? "," : "").Append("le=\"").Append(bound).Append('"');
            }

            text.Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    // The frequent measurements have one text tag: it is found without an allocation.
    private Series? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        bool one = tags.Length == 1 && tags[0].Value is string;
        if (one && _byOneTag.TryGetValue((tags[0].Key, (string)tags[0].Value!), out Series? series))
        {
            return series;
        }

        string labels = LabelsOf(tags);
        if (!_byLabels.TryGetValue(labels, out series))
        {
            if (_byLabels.Count >= MaximumSeries)
            {
                return null;
            }

            _byLabels[labels] = series = new Series(kind == MetricKind.Histogram ? bounds.Length + 1 : 0);
        }

        if (one)
        {
            _byOneTag[(tags[0].Key, (string)tags[0].Value!)] = series;
        }

        return series;
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string[] labels = new string[tags.Length];
        for (int i = 0; i < tags.Length; i++)
        {
            string value = Convert.ToString(tags[i].Value, CultureInfo.InvariantCulture) ?? "";
            labels[i] = $"{Plain(tags[i].Key)}=\"{Escape(value, quotes: true)}\"";
        }

        Array.Sort(labels, StringComparer.Ordinal);
        return string.Join(',', labels);
    }

    private sealed class Series(int buckets)
    {
        public long[] Buckets { get; } = new long[buckets];

        public double Value { get; set; }
    }
}
