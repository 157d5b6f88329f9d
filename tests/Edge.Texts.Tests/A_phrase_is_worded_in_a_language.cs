using System.Text;
using System.Text.Json;

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
    public void A_file_keeps_a_text_apart()
    {
        Phrase part = $"row {7}";
        Phrase plain = $"part {{of}} it";
        foreach (Phrase phrase in (Phrase[])[$"{part} of {"x"} rows", $"{plain} of {"{y}"} rows", plain, Phrase.None])
        {
            string json = JsonSerializer.Serialize(phrase);
            Assert.Equal(phrase, JsonSerializer.Deserialize<Phrase>(json));
        }

        Assert.Equal("an older text with {x}", JsonSerializer.Deserialize<Phrase>("\"an older text with {x}\"")!.In(Spanish));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("[\"{0} and {1}\",\"a\"]")]
    [InlineData("[\"{0\",\"a\"]")]
    [InlineData("[\"{0}\",5]")]
    [InlineData("[\"{0}\",[[\"a\"]]]")]
    public void A_malformed_text_of_a_file_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Phrase>(json));

    [Theory]
    [InlineData("the text is long", "The text is long.")]
    [InlineData("¿quiso decir B?", "¿Quiso decir B?")]
    [InlineData("último valor", "Último valor.")]
    [InlineData("ai has it: ai.B", "ai has it: ai.B.")]
    [InlineData("ai.B.value: no", "ai.B.value: no.")]
    [InlineData("di", "di.")]
    [InlineData("", ".")]
    public void A_sentence_has_a_capital_letter_and_a_full_stop(string text, string sentence) =>
        Assert.Equal(sentence, Phrase.Verbatim(text).Sentence().ToString());

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
