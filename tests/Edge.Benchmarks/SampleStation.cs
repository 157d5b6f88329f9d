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

    /// <summary>The same without its last IED: beside the twelve of the sample only eight events fit into an answer.</summary>
    public static Profile WithElevenIeds()
    {
        Profile whole = Import();
        IedDefinition last = whole.Ieds.MaxBy(ied => ied.Offset) ?? throw new InvalidOperationException("The sample workbook has no IEDs.");
        return whole with
        {
            Ieds = whole.Ieds.Remove(last),
            Digitals = whole.Digitals.RemoveAll(point => point.Source.Device == last.Device),
            Analogs = whole.Analogs.RemoveAll(point => point.Source.Device == last.Device),
        };
    }
}
