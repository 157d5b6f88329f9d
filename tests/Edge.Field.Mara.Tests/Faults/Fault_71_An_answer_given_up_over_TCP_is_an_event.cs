using Edge.Domain;
using Edge.Field.Mara.Concentrator;
using Edge.Pipeline;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Faults;

/// <summary>
/// An answer with a right block check and broken sections is repeated by the concentrator, byte for byte, and is given up after the
/// retries. What it carried is lost: that is an event (<c>eventsLost</c>), as it is on a bus, and not a log line alone.
/// </summary>
public sealed class Fault_71_An_answer_given_up_over_TCP_is_an_event
{
    // nSV 7 with six bytes, nDI 1, nAI 1, nEV 0B with nine bytes of an event in place of ten.
    private static readonly byte[] s_broken =
        [0x07, 0x47, 0, 0, 0, 0, 0, 0x01, 0x01, 0x0B, 0x02, 0x80, 0x1A, 0x07, 0x01, 0x08, 0x3B, 0x00, 0x00];

    [Fact]
    public async Task Once_and_the_next_answer_is_read()
    {
        List<byte> asked = [];
        await using var server = new RawServer(async peer =>
        {
            while (await peer.ReadAsync() is { } question)
            {
                asked.Add(question[4]);
                await peer.SendAsync(Wire.ToCentre(question[4], question[4] == 0x20 ? s_broken : Station.Payload(Wire.Event(7))));
            }
        });
        var notes = new Notes<MaraTcpDriver>();
        await using var driver = new MaraTcpDriver(
            Station.Options(server.Port) with { Retries = 2 }, Station.Profile, Station.Zone, null, new FakeTimeProvider(Station.Noon),
            notes);
        List<FieldEvent> journal = [];
        while (!asked.Contains(0x22))
        {
            PollResult result = await driver.PollAsync(TestContext.Current.CancellationToken);
            if (result.Scan is { } scan)
            {
                journal.AddRange(scan.Events.Copy());
                driver.Acknowledge();
            }
        }

        Assert.Equal([0x20, 0x20, 0x20, 0x21, 0x22], asked);
        FieldEvent lost = Assert.Single(journal, e => e.Kind == FieldEventKind.Finding);
        Assert.Equal(
            (GatewayFinding.EventsLost, new DeviceId("1"), "COMaster", Station.Noon, TimeMarks.Gateway),
            (lost.Finding, lost.Device, lost.Description, lost.Time, lost.Marks));
        Assert.Equal(lost, journal[0]);
        Assert.Equal(1, notes.Count(1005));
    }
}
