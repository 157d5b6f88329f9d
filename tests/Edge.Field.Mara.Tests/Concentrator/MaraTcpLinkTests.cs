using Edge.Field.Mara.Concentrator;
using Edge.Pipeline;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Concentrator;

/// <summary>The connection to a concentrator: when it is made, and when it is given up.</summary>
public sealed class MaraTcpLinkTests
{
    private readonly ConcentratorRig _rig = new(
        options: Station.Options() with { Retries = 2, FirstBackoff = TimeSpan.FromSeconds(4), LongestBackoff = TimeSpan.FromSeconds(30) });

    private MaraTcpLink Link => _rig.Link;

    private static CancellationToken Stop => ConcentratorRig.Stop;

    [Fact]
    public async Task It_is_made_when_it_is_needed()
    {
        Assert.Null(Link.Connection);
        Assert.Contains("not tried yet", Link.LastFailure.Detail, StringComparison.Ordinal);
        Assert.Null(await Link.ConnectAsync(Stop));
        Assert.NotNull(Link.Connection);
        Assert.Equal(1, _rig.Notes.Count(1000));
    }

    [Fact]
    public async Task A_refusal_is_a_link_down_and_the_back_off_begins()
    {
        _rig.Way.Refuses = true;
        FieldFailure refused = (await Link.ConnectAsync(Stop))!;
        Assert.Equal((FieldFailureKind.LinkDown, "No connection to device: refused"), (refused.Kind, refused.Detail));
        Link.LastFailure = refused;
        Task<FieldFailure?> again = Link.ConnectAsync(Stop).AsTask();
        Assert.False(again.IsCompleted);
        _rig.Clock.Advance(_rig.Options.AnswerTimeout);
        Assert.Same(refused, await again);
    }

    [Fact]
    public async Task After_the_retries_it_is_closed_and_not_before()
    {
        Assert.Null(await Link.ConnectAsync(Stop));
        await Link.OnUnansweredAsync();
        await Link.OnUnansweredAsync();
        Assert.NotNull(Link.Connection);
        await Link.OnUnansweredAsync();
        Assert.Null(Link.Connection);
    }

    [Fact]
    public async Task A_good_answer_lets_the_retries_begin_again()
    {
        Assert.Null(await Link.ConnectAsync(Stop));
        for (int i = 0; i < 10; i++)
        {
            await Link.OnUnansweredAsync();
            await Link.OnUnansweredAsync();
            Link.OnAnswered();
        }

        Assert.NotNull(Link.Connection);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_closed_and_waited_for()
    {
        Assert.Null(await Link.ConnectAsync(Stop));
        _rig.Way.Next = Mishap.ClosedBeforeAnswer;
        MaraExchange exchange = await Link.AskAsync(0x20, Wire.Poll, default, Stop);
        Assert.True(exchange.Broken);
        Assert.Null(Link.Connection);
        Assert.False(Link.ConnectAsync(Stop).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_time_that_cannot_be_sent_closes_the_connection()
    {
        Assert.Null(await Link.ConnectAsync(Stop));
        _rig.Way.Cut();
        Assert.Equal(FieldFailureKind.LinkDown, (await Link.SetTimeAsync(new DateTime(2026, 7, 1), Stop))!.Kind);
        Assert.Null(Link.Connection);
    }
}
