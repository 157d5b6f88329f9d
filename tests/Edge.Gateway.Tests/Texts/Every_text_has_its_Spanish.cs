using Edge.Drawings;
using Edge.Formulas.Findings;
using Edge.Profiles.Findings;
using Edge.Texts;
using TestKit.Texts;

namespace Edge.Gateway.Tests.Texts;

/// <summary>The Spanish texts of <c>edge</c>: each English text of its code is the key of one.</summary>
public sealed class Every_text_has_its_Spanish
{
    private static readonly TextsOfAProgram Texts = Read();

    [Fact]
    public void No_text_lacks_its_Spanish() => Assert.Empty(Texts.Missing);

    [Fact]
    public void No_Spanish_text_is_left_over() => Assert.Empty(Texts.LeftOver);

    [Fact]
    public void Both_texts_have_the_same_holes() => Assert.Empty(Texts.WithOtherHoles);

    [Fact]
    public void A_text_begins_and_ends_as_the_other() => Assert.Empty(Texts.WithOtherEdges);

    private static TextsOfAProgram Read()
    {
        using Stream resource = typeof(GatewayStartException).Assembly.GetManifestResourceStream("es.json")!;
        return new TextsOfAProgram(
            Translation.Read(resource).Texts, typeof(Phrase), typeof(GatewayStartException), typeof(DrawingFinding), typeof(FormulaFinding),
            typeof(ProfileFinding));
    }
}
