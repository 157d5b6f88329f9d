using System.Net;
using System.Net.Sockets;
using Edge.Domain;
using Edge.Field.Mara.Concentrator;
using Edge.Pipeline;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Concentrator;

/// <summary>
/// Peers that speak raw bytes over a real socket, well or badly. Whatever they do is a typed failure, never an exception.
/// </summary>
public sealed class HostilePeerTests
{
    private static readonly byte[] s_payload = Station.Payload(Wire.Event(0));

    private readonly Notes<MaraTcpDriver> _notes = new();

    private static byte[] Right(byte[] question) => Wire.ToCentre(question[4], s_payload);

    [Fact]
    public void The_frames_of_these_tests_are_those_of_the_reference()
    {
        Assert.Equal([0xFE, 0x08, 0x01, 0x40, 0x80, 0x10, 0x80, 0xA7], Wire.Frame(0x01, 0x40, 0x80, 0x10));
        Assert.Equal([0xFE, 0x08, 0xFF, 0x01, 0x80, 0x0C, 0x82, 0xEA], Wire.Frame(0xFF, 0x01, 0x80, 0x0C));
        Assert.Equal(
            [0xFE, 0x11, 0xFF, 0x40, 0x22, 0x12, 0x0C, 0x0A, 0x10, 0x00, 0x37, 0x0D, 0x50, 0x3D, 0x02, 0x3B, 0x48],
            Wire.Frame(0xFF, 0x40, 0x22, 0x12, 0x0C, 0x0A, 0x10, 0x00, 0x37, 0x0D, 0x50, 0x3D, 0x02));
    }

    public static TheoryData<string> GoodAnswers => new(
        "whole", "byte by byte", "cut in the header", "noise before", "false start before", "noise behind", "twice", "echo before",
        "other sequence before", "other source before", "other destination before", "other command before", "wrong check before");

    [Theory]
    [MemberData(nameof(GoodAnswers))]
    public async Task An_answer_is_found_however_it_comes(string how)
    {
        await using var server = new RawServer(async peer =>
        {
            while (await peer.ReadAsync() is { } question)
            {
                byte[] right = Right(question);
                byte[] wrongCheck = [.. right];
                wrongCheck[^1] ^= 0x01;
                int sequence = question[4];
                switch (how)
                {
                    case "byte by byte":
                        await peer.SendOneByOneAsync(right);
                        break;
                    case "cut in the header":
                        await peer.SendAsync(right[..1]);
                        await Task.Yield();
                        await peer.SendAsync(right[1..3]);
                        await peer.SendAsync(right[3..]);
                        break;
                    default:
                        await peer.SendAsync(how switch
                        {
                            "noise before" => [0x00, 0xFE, 0x03, 0xFF, 0xFE, 0xFE, .. right],
                            "false start before" => [0xFE, 0xFD, .. right],
                            "noise behind" => [.. right, 0xFE, 0x20, 0x01],
                            "twice" => [.. right, .. right],
                            "echo before" => [.. question, .. right],
                            "other sequence before" => [.. Wire.ToCentre(sequence - 1, [1, 1, 1, 1]), .. right],
                            "other source before" => [.. Wire.Frame(0x40, 0x02, sequence, 0x10, [1, 1, 1, 1]), .. right],
                            "other destination before" => [.. Wire.Frame(0x41, 0x01, sequence, 0x10, [1, 1, 1, 1]), .. right],
                            "other command before" => [.. Wire.Frame(0x40, 0x01, sequence, 0x1A, [1, 1, 1, 1]), .. right],
                            "wrong check before" => [.. wrongCheck, .. right],
                            _ => right,
                        });
                        break;
                }
            }
        });
        await using MaraTcpDriver driver = Driver(server.Port, TimeSpan.FromSeconds(20));

        for (int i = 0; i < 3; i++)
        {
            PollResult result = await driver.PollAsync(TestContext.Current.CancellationToken);
            Assert.Null(result.Failure);
            Assert.Equal(0, Wire.Number(Assert.Single(result.Scan!.Value.Events)));
            driver.Acknowledge();
        }

        Assert.Equal(1, server.Connections);
        Assert.Empty(_notes.Errors);
    }

    public static TheoryData<string, FieldFailureKind> BadAnswers => new()
    {
        { "nothing", FieldFailureKind.TimedOut },
        { "cut", FieldFailureKind.BadFrame },
        { "wrong check", FieldFailureKind.BadFrame },
        { "other sequence", FieldFailureKind.BadFrame },
        { "other source", FieldFailureKind.BadFrame },
        { "echo", FieldFailureKind.BadFrame },
        { "noise", FieldFailureKind.BadFrame },
        { "sections broken", FieldFailureKind.BadFrame },
        { "no sections", FieldFailureKind.BadFrame },
    };

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public async Task A_bad_answer_is_a_typed_failure_and_the_question_is_asked_again(string how, FieldFailureKind kind)
    {
        var sequences = new List<byte>();
        await using var server = new RawServer(async peer =>
        {
            while (await peer.ReadAsync() is { } question)
            {
                sequences.Add(question[4]);
                byte[] right = Right(question);
                byte[] wrongCheck = [.. right];
                wrongCheck[^2] ^= 0x80;
                await peer.SendAsync(sequences.Count > 1 ? right : how switch
                {
                    "cut" => right[..^1],
                    "wrong check" => wrongCheck,
                    "other sequence" => Wire.ToCentre(question[4] + 1, s_payload),
                    "other source" => Wire.Frame(0x40, 0x02, question[4], 0x10, s_payload),
                    "echo" => question,
                    "noise" => [1, 2, 3, 4, 5, 6, 7, 8, 9],
                    "sections broken" => Wire.ToCentre(question[4], [0x09, 0x01]),
                    "no sections" => Wire.ToCentre(question[4], []),
                    _ => [],
                });
            }
        });
        await using MaraTcpDriver driver = Driver(server.Port);

        PollResult bad = await driver.PollAsync(TestContext.Current.CancellationToken);
        Assert.Null(bad.Scan);
        Assert.Equal(kind, bad.Failure!.Kind);
        Assert.NotEmpty(bad.Failure.Detail);
        PollResult good = await driver.PollAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, Wire.Number(Assert.Single(good.Scan!.Value.Events)));
        Assert.Equal([0x20, 0x20], sequences);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task After_the_retries_the_same_question_goes_to_a_new_connection()
    {
        var sequences = new List<byte>();
        await using var server = new RawServer(async peer =>
        {
            while (await peer.ReadAsync() is { } question)
            {
                sequences.Add(question[4]);
                if (sequences.Count > 4)
                {
                    await peer.SendAsync(Right(question));
                }
            }
        });
        await using MaraTcpDriver driver = Driver(server.Port, TimeSpan.FromMilliseconds(50));

        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(FieldFailureKind.TimedOut, (await driver.PollAsync(TestContext.Current.CancellationToken)).Failure!.Kind);
        }

        await EventuallyScanAsync(driver);
        Assert.Equal(2, server.Connections);
        Assert.All(sequences, s => Assert.Equal(0x20, s));
    }

    [Fact]
    public async Task A_peer_that_closes_at_any_byte_is_a_link_down_until_the_next()
    {
        int cut = -1;
        await using var server = new RawServer(async peer =>
        {
            if (await peer.ReadAsync() is { } question)
            {
                byte[] right = Right(question);
                cut++;
                await peer.SendAsync(right[..Math.Min(cut, right.Length)]);
                if (cut >= right.Length)
                {
                    await peer.UntilClosedAsync();
                }
            }
        });
        await using MaraTcpDriver driver = Driver(server.Port, TimeSpan.FromSeconds(20));
        int length = s_payload.Length + 8;
        for (int i = 0; i < length; i++)
        {
            PollResult result = await driver.PollAsync(TestContext.Current.CancellationToken);
            Assert.Equal(FieldFailureKind.LinkDown, result.Failure!.Kind);
        }

        Assert.Single((await driver.PollAsync(TestContext.Current.CancellationToken)).Scan!.Value.Events);
        Assert.Equal(length + 1, server.Connections);
    }

    [Fact]
    public async Task A_peer_that_resets_the_connection_is_a_link_down()
    {
        await using var server = new RawServer(async peer =>
        {
            _ = await peer.ReadAsync();
            peer.Reset();
        });
        await using MaraTcpDriver driver = Driver(server.Port, TimeSpan.FromSeconds(20));
        Assert.Equal(FieldFailureKind.LinkDown, (await driver.PollAsync(TestContext.Current.CancellationToken)).Failure!.Kind);
    }

    [Fact]
    public async Task A_peer_that_sends_rubbish_for_ever_is_left()
    {
        byte[] rubbish = new byte[4096];
        new Random(1).NextBytes(rubbish);
        await using var server = new RawServer(async peer =>
        {
            while (true)
            {
                await peer.SendAsync(rubbish);
            }
        });
        await using MaraTcpDriver driver = Driver(server.Port, TimeSpan.FromSeconds(20));
        for (int i = 0; i < 3; i++)
        {
            FieldFailure failure = (await driver.PollAsync(TestContext.Current.CancellationToken)).Failure!;
            Assert.Contains(failure.Kind, (FieldFailureKind[])[FieldFailureKind.BadFrame, FieldFailureKind.LinkDown]);
        }
    }

    [Fact]
    public async Task What_comes_unasked_between_two_polls_is_dropped()
    {
        await using var server = new RawServer(async peer =>
        {
            while (await peer.ReadAsync() is { } question)
            {
                // Behind the right answer one with the sequence that the driver will use next, but made before it asked.
                await peer.SendAsync([.. Right(question), .. Wire.ToCentre(question[4] + 1, Station.Payload(Wire.Event(77)))]);
            }
        });
        await using MaraTcpDriver driver = Driver(server.Port, TimeSpan.FromSeconds(20));
        for (int i = 0; i < 3; i++)
        {
            PollResult result = await driver.PollAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, Wire.Number(Assert.Single(result.Scan!.Value.Events)));
            driver.Acknowledge();
        }
    }

    [Fact]
    public async Task An_answer_that_is_malformed_each_time_is_given_up_loudly()
    {
        await using var server = new RawServer(async peer =>
        {
            while (await peer.ReadAsync() is { } question)
            {
                await peer.SendAsync(question[4] == 0x20 ? Wire.ToCentre(question[4], [0x01, 0x01, 0x01, 0x0A, 1, 2]) : Right(question));
            }
        });
        await using MaraTcpDriver driver = Driver(server.Port, TimeSpan.FromSeconds(20));
        for (int i = 0; i < 3; i++)
        {
            PollResult result = await driver.PollAsync(TestContext.Current.CancellationToken);
            Assert.Contains("is not valid", result.Failure!.Detail, StringComparison.Ordinal);
        }

        Scan empty = (await driver.PollAsync(TestContext.Current.CancellationToken)).Scan!.Value;
        Assert.True(empty.Readings.IsEmpty && empty.MoreWaiting && !empty.Checkpoint.IsEmpty);
        Assert.Equal(GatewayFinding.EventsLost, Assert.Single(empty.Events).Finding);
        Assert.Contains("0101010A0102", Assert.Single(_notes.Errors), StringComparison.Ordinal);
        driver.Acknowledge();
        Assert.Single((await driver.PollAsync(TestContext.Current.CancellationToken)).Scan!.Value.Events);
    }

    [Fact]
    public async Task A_port_without_a_listener_is_a_link_down_each_time()
    {
        using var unused = new Socket(SocketType.Stream, ProtocolType.Tcp);
        unused.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using MaraTcpDriver driver = Driver(((IPEndPoint)unused.LocalEndPoint!).Port);
        for (int i = 0; i < 3; i++)
        {
            FieldFailure failure = (await driver.PollAsync(TestContext.Current.CancellationToken)).Failure!;
            Assert.Equal(FieldFailureKind.LinkDown, failure.Kind);
            Assert.Contains("No connection to 127.0.0.1", failure.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_stop_while_waiting_is_a_cancellation()
    {
        using var stop = new CancellationTokenSource();
        await using var server = new RawServer(async peer =>
        {
            _ = await peer.ReadAsync();
            await stop.CancelAsync();
            await peer.UntilClosedAsync();
        });
        await using MaraTcpDriver driver = Driver(server.Port, TimeSpan.FromSeconds(30));
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await driver.PollAsync(stop.Token));
    }

    private MaraTcpDriver Driver(int port, TimeSpan? answerTimeout = null) => new(
        Station.Options(port) with { AnswerTimeout = answerTimeout ?? TimeSpan.FromMilliseconds(250) },
        Station.Profile, Station.Zone, null, TimeProvider.System, _notes);

    private static async Task EventuallyScanAsync(MaraTcpDriver driver)
    {
        for (int i = 0; i < 100; i++)
        {
            if ((await driver.PollAsync(TestContext.Current.CancellationToken)).Scan is not null)
            {
                return;
            }
        }

        Assert.Fail("No scan in a hundred polls.");
    }
}
