using System.Text;

namespace Edge.Texts.Tests;

/// <summary>A text with its names and numbers apart.</summary>
public sealed class A_phrase_is_worded_in_a_language
{
    private static readonly Translation Spanish = Translation.Read(new MemoryStream(Encoding.UTF8.GetBytes(
        """{ "{0} of {1} rows": "de {1} filas, {0}", "row {0}": "fila {0}", "write {{x}}": "escribir {{x}}" }""")));

    [Fact]
    public void Holes_may_change_their_order_and_numbers_are_written_as_ever()
    {
        Phrase phrase = $"{1.5} of {2_000} rows";

        Assert.Equal(("1.5 of 2000 rows", "de 2000 filas, 1.5"), (phrase.ToString(), phrase.In(Spanish)));
    }

    [Fact]
    public void A_phrase_in_a_phrase_is_translated_too()
    {
        Phrase part = $"row {7}";

        Phrase whole = $"{part} of {"x"} rows";

        Assert.Equal("de x filas, fila 7", whole.In(Spanish));
    }

    [Fact]
    public void Braces_and_words_of_others_stay_as_they_are()
    {
        Assert.Equal(("write {x}", "escribir {x}"), (((Phrase)$"write {{x}}").ToString(), ((Phrase)$"write {{x}}").In(Spanish)));
        Assert.Equal("row {0}", Phrase.Verbatim("row {0}").In(Spanish));
        Assert.Equal("not translated", ((Phrase)$"not translated").In(Spanish));
    }

    [Fact]
    public void A_text_in_pieces_is_one_template()
    {
        Phrase phrase = $"one {1} "
            + $"two {2:X2}";

        Assert.Equal(("one {0} two {1}", "one 1 two 02"), (phrase.Template, phrase.ToString()));
        Assert.Equal(phrase, Phrase.Of("one {0} two {1}", "1", "02"));
        Assert.Throws<FormatException>(() => Phrase.Of("one {0} two {1}", "1"));
    }
}
