using Edge.Domain;
using Edge.Profiles;
using TestKit;

namespace Edge.Benchmarks;

/// <summary>The sample station of the repository.</summary>
internal static class SampleStation
{
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("America/Argentina/Buenos_Aires");

    public static Profile Import()
    {
        ProfileImportResult result = ProfileImporter.Import(
            Repository.PathOf("deploy", "sample", "los-alamos.xlsx"), new ProfileImportOptions());
        return result.Profile is { } profile && !result.HasErrors
            ? profile
            : throw new InvalidOperationException($"The sample workbook has errors: {string.Join("; ", result.Findings)}");
    }
}
