using System.Globalization;
using System.Text;

namespace Edge.Gateway.Metrics;

/// <summary>How a family of series is read.</summary>
internal enum MetricKind
{
    Counter = 0,
    Gauge = 1,
    Histogram = 2,
}

/// <summary>All series of one name: one for each set of labels. Not for several threads: its owner locks it.</summary>
/// <param name="name">The name as it is exposed.</param>
/// <param name="kind">How it is read.</param>
/// <param name="help">What it is.</param>
/// <param name="bounds">Of a histogram: the upper bounds of its buckets, rising, without infinity.</param>
/// <param name="isObserved">Whether its values are asked for at each reading, so that what is not reported any more has gone.</param>
internal sealed class MetricFamily(string name, MetricKind kind, string help, double[] bounds, bool isObserved)
{
    /// <summary>More sets of labels than any substation has: beyond them somebody labels with what never repeats.</summary>
    public const int MaximumSeries = 1000;

    private readonly Dictionary<(string Key, string Value), Series> _byOneTag = [];
    private readonly SortedDictionary<string, Series> _byLabels = new(StringComparer.Ordinal);

    /// <summary>Guards it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The name as it is exposed.</summary>
    public string Name => name;

    /// <summary>Takes one value: a counter's step, a gauge's or an observed counter's state, a histogram's sample.</summary>
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

    /// <summary>Forgets what will be reported anew.</summary>
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

    // One text tag is what the hot paths have: found without an allocation.
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
