using System.Text;
using System.Text.Json;
using Dashboard.Ingest.Tests.Sites;
using Edge.Contracts;

namespace Dashboard.Ingest.Tests;

/// <summary>A state that is accepted can be kept, whatever it leaves out; one that could not be written again is refused.</summary>
public sealed class PayloadReaderTests
{
    private const string Journal = """
        "oldestSeq":1,"publishedSeq":1,"bytes":1,"dropped":0,"lastSeq":9
        """;

    [Theory]
    [InlineData("")]
    [InlineData(""","field":[{"device":"comaster","up":true,"since":"2026-03-01T12:00:00Z"}]""")]
    [InlineData(""","journal":{ JOURNAL }""")]
    [InlineData(""","journal":{ JOURNAL ,"historians":[]}""")]
    [InlineData(""","journal":{ JOURNAL ,"historians":[{"name":"historian","ackedSeq":3,"backlog":6,"rate":0.5}]}""")]
    [InlineData(""","foreignWriter":{"count":1,"last":"2026-03-01T12:00:00Z","topic":"edge/v1/los-alamos/state","gateway":""}""")]
    public void A_state_that_is_accepted_can_be_written_and_read_again(string more)
    {
        StateMessage read = PayloadReader.State(State(more));
        byte[] written = JsonSerializer.SerializeToUtf8Bytes(read, ContractJson.Default.StateMessage);
        Assert.Equal(written, JsonSerializer.SerializeToUtf8Bytes(PayloadReader.State(written), ContractJson.Default.StateMessage));
    }

    [Theory]
    [InlineData(""","journal":{ JOURNAL ,"historians":[null]}""", "journal.historians holds a null")]
    [InlineData(""","journal":{ JOURNAL ,"historians":[{"name":"h","ackedSeq":3,"backlog":6,"rate":1e999}]}""", "journal.historians.rate")]
    [InlineData(""","journal":{ JOURNAL ,"historians":[{"name":"LONG","ackedSeq":3,"backlog":6,"rate":1}]}""", "journal.historians.name")]
    [InlineData(""","foreignWriter":{"count":1,"last":"2026-03-01T12:00:00Z","topic":"LONG"}""", "foreignWriter.topic")]
    [InlineData(""","foreignWriter":{"count":1,"last":"2026-03-01T12:00:00Z","topic":"x","gateway":"LONG"}""", "foreignWriter.gateway")]
    public void One_that_could_not_be_kept_is_refused(string more, string why) =>
        Assert.Contains(why, Assert.Throws<RefusedException>(() => PayloadReader.State(State(more))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("centre")]
    [InlineData("centre.7")]
    public void The_epoch_of_the_centre_is_refused(string epoch)
    {
        string payload = Payloads.Event(9_000_000_000_000_000_000).Replace("\"e1\"", $"\"{epoch}\"", StringComparison.Ordinal);
        RefusedException refused = Assert.Throws<RefusedException>(() => PayloadReader.Event(Encoding.UTF8.GetBytes(payload)));
        Assert.Contains("epoch 'centre' is that of the centre", refused.Message, StringComparison.Ordinal);
        Assert.False(Topics.TryParse("edge/v1/$centre/event", out _));
    }

    [Fact]
    public void A_state_has_256_historians_at_most()
    {
        string one = """{"name":"h","ackedSeq":3,"backlog":6,"rate":1}""";
        string Many(int count) => $$""","journal":{ JOURNAL ,"historians":[{{string.Join(',', Enumerable.Repeat(one, count))}}]}""";
        Assert.Equal(256, PayloadReader.State(State(Many(256))).Journal!.Historians.Length);
        Assert.Throws<RefusedException>(() => PayloadReader.State(State(Many(257))));
    }

    private static byte[] State(string more) => Encoding.UTF8.GetBytes(Payloads.State().TrimEnd()[..^1]
        + more.Replace(" JOURNAL ", Journal, StringComparison.Ordinal)
            .Replace("LONG", new string('x', 501), StringComparison.Ordinal) + "}");
}
