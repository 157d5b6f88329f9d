namespace Dashboard.Historian.Tests;

public sealed class EventCursorTests
{
    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("!!")]
    [InlineData("MTIzIDQ1Ng")]
    [InlineData("LTEgMSBhIGI")]
    public void A_cursor_that_is_not_ours_is_refused(string text) => Assert.False(EventCursor.TryParse(text, out _));
}
