namespace TestKit.Texts;

/// <summary>The Spanish texts of a program: each English text of its code is the key of one.</summary>
/// <param name="texts">Its texts.</param>
public abstract class TextsOfAProgramTests(TextsOfAProgram texts)
{
    [Fact]
    public void No_text_lacks_its_Spanish() => Assert.Empty(texts.Missing);

    [Fact]
    public void No_Spanish_text_is_left_over() => Assert.Empty(texts.LeftOver);

    [Fact]
    public void Both_texts_have_the_same_holes() => Assert.Empty(texts.WithOtherHoles);

    [Fact]
    public void A_text_begins_and_ends_as_the_other() => Assert.Empty(texts.WithOtherEdges);
}
