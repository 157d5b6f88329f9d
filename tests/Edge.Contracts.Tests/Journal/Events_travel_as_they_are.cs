using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.Contracts.Journal;
using Google.Protobuf;

namespace Edge.Contracts.Tests.Journal;

/// <summary>An event or an energy in a batch says what its message says.</summary>
public sealed class Events_travel_as_they_are
{
    public static TheoryData<string, string> Examples =>
        [.. AsyncApi.Document.Examples().Where(e => e.Schema is nameof(EventMessage) or nameof(EnergyMessage))
            .Select(e => (e.Schema, e.Payload.GetRawText()))];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Through_the_bytes_of_a_record(string schema, string json)
    {
        byte[] back;
        if (schema == nameof(EventMessage))
        {
            EventMessage message = JsonSerializer.Deserialize(json, ContractJson.Default.EventMessage)!;
            Event read = Event.Parser.ParseFrom(JournalEvents.Of(message).ToByteArray());
            back = JournalEvents.Json(message.Epoch, message.Seq, read);
        }
        else
        {
            EnergyMessage message = JsonSerializer.Deserialize(json, ContractJson.Default.EnergyMessage)!;
            Energy read = Energy.Parser.ParseFrom(JournalEvents.Of(message).ToByteArray());
            back = JournalEvents.Json(message.Epoch, message.Seq, read);
        }

        JsonNode expected = JsonNode.Parse(json)!;
        JsonNode actual = JsonNode.Parse(back)!;
        foreach (string time in new[] { "time", "received" })
        {
            Assert.Equal(DateTimeOffset.Parse((string)expected[time]!), DateTimeOffset.Parse((string)actual[time]!));
            expected[time] = actual[time]!.DeepClone();
        }

        Assert.True(JsonNode.DeepEquals(expected, actual), $"{expected.ToJsonString()}\n{actual.ToJsonString()}");
    }

    [Fact]
    public void Words_of_a_newer_gateway_stay()
    {
        Event read = Event.Parser.ParseFrom(new Event { Type = "arcFlash", TimeSource = "satellite", Clock = "leap" }.ToByteArray());
        JsonNode json = JsonNode.Parse(JournalEvents.Json("e1", 7, read))!;
        Assert.Equal(("arcFlash", "satellite", "leap"), ((string)json["type"]!, (string)json["timeSource"]!, (string)json["clock"]!));
    }

    [Fact]
    public void A_time_stays_exact()
    {
        // A fraction of an IED: 79/128 s.
        DateTimeOffset time = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(6_171_875);
        Assert.Equal(time, JournalEvents.TimeOf(JournalEvents.Ticks(time)));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void A_time_beyond_the_calendar_is_its_end(long ticks) =>
        Assert.Contains(JournalEvents.TimeOf(ticks).Year, new[] { 1, 9999 });
}
