namespace Edge.Texts.Tests;

/// <summary>LC_ALL, then LC_MESSAGES, then LANG: the first that is set decides, as POSIX has it.</summary>
public sealed class The_environment_chooses_the_language
{
    [Theory]
    [InlineData(null, null, null, false)]
    [InlineData(null, null, "es_AR.UTF-8", true)]
    [InlineData(null, null, "es", true)]
    [InlineData(null, null, "ES_ar", true)]
    [InlineData(null, null, "est_EE", false)]
    [InlineData(null, null, "C", false)]
    [InlineData("", "", "es_AR", true)]
    [InlineData("C", null, "es_AR.UTF-8", false)]
    [InlineData("C", "es_AR", "es_AR", false)]
    [InlineData(null, "en_US", "es_AR", false)]
    [InlineData(null, "es@euro", "C", true)]
    [InlineData("es_AR", "C", "C", true)]
    public void The_first_that_is_set_decides(string? all, string? messages, string? language, bool spanish) =>
        Assert.Equal(
            spanish,
            Speech.IsSpanish(name => name switch { "LC_ALL" => all, "LC_MESSAGES" => messages, "LANG" => language, _ => "es" }));
}
