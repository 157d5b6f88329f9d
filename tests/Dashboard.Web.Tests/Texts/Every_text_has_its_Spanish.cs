using Edge.CommandLine;
using Edge.Texts;
using TestKit.Texts;

namespace Dashboard.Web.Tests.Texts;

/// <summary>The texts of <c>edge-dashboard</c>.</summary>
public sealed class Every_text_has_its_Spanish() : TextsOfAProgramTests(Texts)
{
    private static readonly TextsOfAProgram Texts = Read();

    private static TextsOfAProgram Read()
    {
        using Stream resource = typeof(StartupException).Assembly.GetManifestResourceStream("es.json")!;
        return new TextsOfAProgram(Translation.Read(resource).Texts, typeof(Phrase), typeof(StartupException), typeof(UsageErrors));
    }
}
