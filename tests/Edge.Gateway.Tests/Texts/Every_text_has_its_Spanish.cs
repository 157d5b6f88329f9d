using Edge.CommandLine;
using Edge.Drawings;
using Edge.Formulas.Findings;
using Edge.Profiles.Findings;
using Edge.Texts;
using TestKit.Texts;

namespace Edge.Gateway.Tests.Texts;

/// <summary>The texts of <c>edge</c>.</summary>
public sealed class Every_text_has_its_Spanish() : TextsOfAProgramTests(Texts)
{
    private static readonly TextsOfAProgram Texts = Read();

    private static TextsOfAProgram Read()
    {
        using Stream resource = typeof(GatewayStartException).Assembly.GetManifestResourceStream("es.json")!;
        return new TextsOfAProgram(
            Translation.Read(resource).Texts, typeof(Phrase), typeof(GatewayStartException), typeof(UsageErrors), typeof(DrawingFinding),
            typeof(FormulaFinding), typeof(ProfileFinding));
    }
}
