using Edge.Field.Mara.Concentrator;
using Edge.Field.Time;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Concentrator;

/// <summary>The parts of a driver around a COMaster in memory, in virtual time.</summary>
internal sealed class ConcentratorRig
{
    public ConcentratorRig(
        CoMaster? device = null, MaraTcpOptions? options = null, string zone = "America/Argentina/Buenos_Aires", DateTimeOffset? now = null)
    {
        Clock = new FakeTimeProvider(now ?? Station.Noon);
        Device = device ?? new CoMaster();
        Options = options ?? Station.Options();
        Wall = new StationClock(TimeZoneInfo.FindSystemTimeZoneById(zone), Clock);
        Way = new MemoryLink(Device, Clock);
        Link = new MaraTcpLink(Options, Way, Clock, Notes);
        Bridge = new MaraBridge(Options, Link, Sequence, new ImageAge(null, Options, Clock), Clock, Notes);
        Turn = new MaraTurn(Options.AnswerTimeout * 2, Clock);
        PassThrough = new MaraPassThrough(Options, Link, Sequence, Bridge, Turn, Clock);
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public FakeTimeProvider Clock { get; }

    public Notes<MaraTcpDriver> Notes { get; } = new();

    public CoMaster Device { get; }

    public MaraTcpOptions Options { get; }

    public StationClock Wall { get; }

    public MemoryLink Way { get; }

    public MaraTcpLink Link { get; }

    public MaraPollSequence Sequence { get; } = new();

    public MaraBridge Bridge { get; }

    public MaraTurn Turn { get; }

    public MaraPassThrough PassThrough { get; }

    /// <summary>Connects where there is no connection, polls and journals, so that other questions may be asked.</summary>
    public async Task PollAsync()
    {
        if (Link.Connection is null)
        {
            Assert.Null(await Link.ConnectAsync(Stop));
            Sequence.OnConnected();
        }

        MaraExchange exchange = await Link.AskAsync(Sequence.StartPoll(), Wire.Poll, default, Stop);
        Assert.Null(exchange.Failure);
        Link.OnAnswered();
        _ = Sequence.Offer(default, default);
        _ = Sequence.OnJournaled();
    }
}
