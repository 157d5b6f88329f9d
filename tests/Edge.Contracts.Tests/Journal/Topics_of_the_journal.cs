using Edge.Contracts.Journal;

namespace Edge.Contracts.Tests.Journal;

public sealed class Topics_of_the_journal
{
    [Theory]
    [InlineData("edge/v1/a/journal", JournalTopics.Usual, JournalTopic.Records)]
    [InlineData("edge/v1/a/journal/ack", JournalTopics.Usual, JournalTopic.Acknowledgement)]
    [InlineData("edge/v1/a/journal/replay", JournalTopics.Usual, JournalTopic.Replay)]
    [InlineData("edge/v1/a/journal/second", "second", JournalTopic.Records)]
    [InlineData("edge/v1/a/journal/second/ack", "second", JournalTopic.Acknowledgement)]
    [InlineData("edge/v1/a/journal/second/replay", "second", JournalTopic.Replay)]
    public void Are_read_as_they_are_written(string topic, string historian, JournalTopic kind)
    {
        Assert.True(JournalTopics.TryParse(topic, out JournalTopics? topics, out JournalTopic read));
        Assert.Equal(("a", historian, kind), (topics.Site, topics.Historian, read));
        string[] written = [topics.Records, topics.Acknowledgement, topics.Replay];
        Assert.Equal(topic, written[(int)kind]);
    }

    [Theory]
    [InlineData("edge/v1/a/journal/historian")]
    [InlineData("edge/v1/a/journal/ack/ack")]
    [InlineData("edge/v1/a/journal/x/y")]
    [InlineData("edge/v1/a/journal/x/y/ack")]
    [InlineData("edge/v1/a/journal/")]
    [InlineData("edge/v1/a/event")]
    [InlineData("edge/v1//journal")]
    [InlineData("edge/v2/a/journal")]
    public void Others_are_refused(string topic) => Assert.False(JournalTopics.TryParse(topic, out _, out _));

    [Theory]
    [InlineData("ack")]
    [InlineData("replay")]
    [InlineData("a/b")]
    [InlineData("+")]
    [InlineData("")]
    [InlineData(null)]
    public void No_historian_has_such_a_name(string? name) => Assert.False(JournalTopics.IsHistorian(name));

    [Fact]
    public void One_filter_covers_all_sites()
    {
        Assert.Equal("edge/v1/+/journal", JournalTopics.Everywhere());
        Assert.Equal("edge/v1/+/journal/second", JournalTopics.Everywhere("second"));
    }
}
