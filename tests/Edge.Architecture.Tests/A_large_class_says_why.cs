namespace Edge.Architecture.Tests;

/// <summary>
/// A class with more than 20 instance fields has a sentence about its fields in its <c>remarks</c>, one with a constructor of more than 6
/// parameters (a primary one too) a sentence about its parameters. This sentence in the source is the exception; there is no list here.
/// <see cref="ClassShape"/> defines what counts: the positional properties of a record are data and do not.
/// </summary>
public sealed class A_large_class_says_why
{
    private const int MostFields = 20;
    private const int MostParameters = 6;

    [Fact]
    public void Many_fields_or_parameters_have_a_sentence_that_says_why()
    {
        string[] unexplained =
        [
            .. SourceFile.All.Where(file => file.Project.Area != "tests")
                .SelectMany(file => ClassShape.In(file.Lines).Select(shape => (Type: $"{file.Namespace}.{shape.Name}", Shape: shape)))
                .GroupBy(part => part.Type)
                .SelectMany(parts => Unexplained(parts.Key, [.. parts.Select(part => part.Shape)])),
        ];
        Assert.True(unexplained.Length == 0, string.Join(", ", unexplained));
    }

    [Fact]
    public void Seven_parameters_or_21_fields_without_a_sentence_are_found()
    {
        ClassShape[] found = [.. ClassShape.In(Sample.Split('\n'))];
        Assert.Equal(
            [("Given", 0, 7), ("Holder", 21, 7), ("Data", 0, 0), ("Inner", 1, 0)],
            found.Select(s => (s.Name, s.Fields, s.Parameters)));
        Assert.Equal(["Given (7 parameters)", "Holder (21 fields)"], found.SelectMany(shape => Unexplained(shape.Name, [shape])));
    }

    private static IEnumerable<string> Unexplained(string name, ClassShape[] parts)
    {
        string remarks = string.Concat(parts.Select(part => part.Remarks));
        int fields = parts.Sum(part => part.Fields);
        int parameters = parts.Max(part => part.Parameters);
        if (fields > MostFields && !remarks.Contains("fields", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{name} ({fields} fields)";
        }

        if (parameters > MostParameters && !remarks.Contains("parameters", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{name} ({parameters} parameters)";
        }
    }

    private static string Sample =>
        $$"""
        /// <remarks>It is fast.</remarks>
        internal sealed class Given(
            int a, Dictionary<string, (int X, int Y)> b, int c = 3,
            string d, int e, int f, int g) : IDisposable
        {
            private const int Most = 3;
            private static readonly int s_none = 0;

            public int Sum => a + c;
        }

        internal class Holder
        {
            {{string.Join("\n    ", Enumerable.Range(1, 19).Select(i => $"private int _field{i};"))}}
            private readonly List<(int A, int B)> _pairs = [];
            private readonly Dictionary<string, int> _names =
                new();

            /// <summary>Makes it.</summary>
            /// <remarks>
            /// Seven parameters, one for each day.
            /// </remarks>
            public Holder(int a, int b, int c, int d, int e, int f, int g)
            {
                int local = a;
            }

            public int Value { get; init; }
        }

        public sealed record Data(int A, int B, int C, int D, int E, int F, int G)
        {
            private struct Inner
            {
                public int X;
            }
        }
        """;
}
