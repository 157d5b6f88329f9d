using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using CsCheck;
using Dashboard.Alarms;
using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;
using Dashboard.Ingest.Tests.Sites;
using Edge.Contracts;
using Edge.Contracts.Journal;
using Google.Protobuf;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using Record = Edge.Contracts.Journal.Record;

namespace Dashboard.Ingest.Tests.Broker;

/// <summary>What becomes of a batch, without a broker.</summary>
public sealed class JournalIntakeTests : IAsyncDisposable
{
    private readonly TemporaryFolder _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<(string Topic, string Payload, bool Retain)> _answers = new();
    private readonly JournalRig _rig;
    private readonly Task _answering;

    public JournalIntakeTests()
    {
        _rig = new JournalRig(_directory.At("historian.db"), _time);
        _answering = _rig.Journals.AnswersOver(0).RunAsync(
            (topic, payload, retain, _) =>
            {
                _answers.Enqueue((topic, Encoding.UTF8.GetString(payload), retain));
                return Task.CompletedTask;
            },
            _end.Token);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _answering;
        await _rig.DisposeAsync();
        _end.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("centre", "")]
    [InlineData("centre.2", "")]
    [InlineData("e2", "centre")]
    public void A_batch_of_the_epoch_of_the_centre_is_refused(string epoch, string former)
    {
        Batch batch = TestGateway.Next("e1", Recordings.Make(3), 0, 3, 1)!;
        (batch.Epoch, batch.FormerEpoch) = (epoch, former);
        ReadOnlySequence<byte> payload = new(batch.ToByteArray());
        RefusedException refused = Assert.Throws<RefusedException>(
            () => JournalBatchReader.Read(Payloads.Site, payload, new IngestLimits()));
        Assert.Contains("'centre' is that of the centre", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_is_stored_and_acknowledged_once_for_many()
    {
        Record[] records = Recordings.Make(100);
        for (int after = 0; after < 100; after += 10)
        {
            Assert.Null(await AcceptAsync(TestGateway.Next("e1", records, after, 10, 1)!));
        }

        await AnsweredAsync(1);
        Assert.Equal([("edge/v1/los-alamos/journal/ack", """{"epoch":"e1","seq":100}""", true)], _answers);
        Assert.Equal(JournalRig.Lines(records), JournalRig.Held(_rig.Path));
        Assert.Equal(100 / 7, _rig.Heard.Count);

        // Again: acknowledged again, and nobody hears anything.
        Assert.Null(await AcceptAsync(TestGateway.Next("e1", records, 50, 50, 1)!));
        await AnsweredAsync(2);
        Assert.Equal(100 / 7, _rig.Heard.Count);
    }

    [Fact]
    public async Task A_gap_is_asked_for_once_a_second()
    {
        Record[] records = Recordings.Make(100);
        Assert.Null(await AcceptAsync(TestGateway.Next("e1", records, 0, 10, 1)!));
        await AnsweredAsync(1);
        Assert.Null(await AcceptAsync(TestGateway.Next("e1", records, 20, 10, 1)!));
        await AnsweredAsync(2);
        Assert.Equal(("edge/v1/los-alamos/journal/replay", """{"epoch":"e1","afterSeq":10}""", false), _answers.Last());
        Assert.Null(await AcceptAsync(TestGateway.Next("e1", records, 30, 10, 1)!));
        Assert.Null(await AcceptAsync(TestGateway.Next("e1", records, 40, 10, 1)!));
        for (int i = 0; i < 10; i++)
        {
            _time.Advance(JournalAnswers.Window);
            await Task.Yield();
        }

        Assert.Equal(2, _answers.Count);
        await AnsweredAsync(3);
        Assert.Equal(_answers.ElementAt(1), _answers.Last());
    }

    [Fact]
    public async Task Nothing_is_asked_for_that_came_meanwhile()
    {
        Record[] records = Recordings.Make(40);
        Assert.Null(await AcceptAsync(TestGateway.Next("e1", records, 0, 10, 1)!));
        Assert.Null(await AcceptAsync(TestGateway.Next("e1", records, 20, 10, 1)!));
        Assert.Null(await AcceptAsync(TestGateway.Next("e1", records, 10, 10, 1)!));
        await AnsweredAsync(1);
        Assert.Equal(("edge/v1/los-alamos/journal/ack", """{"epoch":"e1","seq":20}""", true), Assert.Single(_answers));
    }

    [Fact]
    public async Task A_new_connection_hears_every_answer_again()
    {
        Assert.Null(await AcceptAsync(TestGateway.Next("e1", Recordings.Make(10), 0, 10, 1)!));
        await AnsweredAsync(1);
        _rig.Journals.Connected(0);
        await AnsweredAsync(3);
        Assert.Equal(
            [("edge/v1/los-alamos/journal/ack", true), ("edge/v1/los-alamos/journal/replay", false)],
            _answers.Skip(1).Select(answer => (answer.Topic, answer.Retain)));
        Assert.Equal("""{"epoch":"e1","afterSeq":10}""", _answers.Last().Payload);
    }

    [Fact]
    public async Task An_event_of_both_ways_is_heard_once()
    {
        Assert.True(Topics.TryParse("edge/v1/los-alamos/event", out TopicParts topic));
        foreach (long seq in (long[])[1, 2])
        {
            byte[] json = JournalEvents.Json("e1", seq, Recordings.Event(seq).Event);
            Assert.Null(await _rig.Events.AcceptAsync(topic, new ReadOnlySequence<byte>(json), Stop));
        }

        Assert.Null(await AcceptAsync(TestGateway.Next("e1", [.. Enumerable.Range(1, 3).Select(seq => Recordings.Event(seq))], 0, 10, 1)!));
        byte[] third = JournalEvents.Json("e1", 3, Recordings.Event(3).Event);
        Assert.Null(await _rig.Events.AcceptAsync(topic, new ReadOnlySequence<byte>(third), Stop));
        Assert.Equal(["los-alamos/e1/1", "los-alamos/e1/2", "los-alamos/e1/3"], _rig.Heard.Select(record => record.Key));
    }

    [Fact]
    public async Task What_its_gateway_did_not_announce_is_not_stored_and_moves_nothing()
    {
        Record[] records = Recordings.Make(40);
        Announce(20);
        Assert.Null(await AcceptAsync(TestGateway.Next("e1", records, 0, 20, 1)!));
        Task<string?> forged = AcceptAsync(TestGateway.Next("e1", records, 20, 10, 1)!);
        await PassAsync(forged);
        await AnsweredAsync(2);
        Assert.Equal(20, JournalRig.Held(_rig.Path).Select(line => line.Split(' ')[0]).Distinct().Count());
        Assert.Equal(("edge/v1/los-alamos/journal/replay", """{"epoch":"e1","afterSeq":20}""", false), _answers.Last());
        Assert.Equal(1, _rig.Journals.NotAnnounced);
        Assert.Equal(1, _rig.Log.Count(6010));

        // Another epoch is not its own either.
        await PassAsync(AcceptAsync(TestGateway.Next("e2", records, 0, 10, 1)!));
        Assert.Equal(2, _rig.Journals.NotAnnounced);

        Announce(30);
        Assert.Null(await AcceptAsync(TestGateway.Next("e1", records, 20, 10, 1)!));
        Assert.Equal(JournalRig.Lines(records.Take(30)), JournalRig.Held(_rig.Path));
    }

    [Fact]
    public async Task A_state_announces_the_numbers_of_all_runs_of_its_journal()
    {
        Record[] records = Recordings.Make(30);
        Announce(20, "j.2");
        Assert.Null(await AcceptAsync(TestGateway.Next("j.1", records, 0, 10, 1)!));
        Batch second = TestGateway.Next("j.2", records, 10, 10, 1)!;
        (second.FirstSeq, second.FormerEpoch) = (11, "j.1");
        Assert.Null(await AcceptAsync(second));
        Assert.Equal(0, _rig.Journals.NotAnnounced);
        Assert.Equal(JournalRig.Lines(records.Take(20)), JournalRig.Held(_rig.Path));

        // Beyond the announced number, and of another journal: asked for from where this one is stored.
        await PassAsync(AcceptAsync(TestGateway.Next("j.3", records, 20, 10, 1)!));
        await PassAsync(AcceptAsync(TestGateway.Next("k.1", records, 0, 10, 1)!));
        Assert.Equal(2, _rig.Journals.NotAnnounced);
    }

    [Fact]
    public async Task A_journal_that_was_taken_back_is_told_and_everything_is_kept()
    {
        Record[] records = Recordings.Make(30);
        Announce(30, "j.2");
        Assert.Null(await AcceptAsync(TestGateway.Next("j.1", records, 0, 20, 1)!));
        Batch other = TestGateway.Next("j.2", records, 10, 20, 1)!;
        (other.FirstSeq, other.FormerEpoch) = (11, "j.1");
        Assert.Null(await AcceptAsync(other));
        Assert.Equal(1, _rig.Log.Count(6017));
        Assert.Contains(_rig.Heard, record => record.Event.Finding == CentreFinding.JournalTakenBack);
    }

    [Fact]
    public async Task A_batch_before_its_state_waits_for_it_and_the_next_behind_it()
    {
        Record[] records = Recordings.Make(40);
        Announce(10);
        Task<string?>[] early =
        [
            .. new[] { 0, 10, 20, 30 }.Select(after => AcceptAsync(TestGateway.Next("e1", records, after, 10, 1)!)),
        ];
        await early[0].WaitAsync(Stop);
        Assert.DoesNotContain(early[1..], one => one.IsCompleted);
        Announce(40);
        Assert.All(await Task.WhenAll(early), Assert.Null);
        Assert.Equal(JournalRig.Lines(records), JournalRig.Held(_rig.Path));
    }

    [Fact]
    public async Task A_batch_that_violates_the_contract_is_refused()
    {
        Batch good = TestGateway.Next("e1", Recordings.Make(3), 0, 3, 1)!;
        foreach (Action<Batch> spoil in (Action<Batch>[])
        [
            batch => batch.Epoch = "",
            batch => batch.Epoch = "a~b",
            batch => batch.AfterSeq = -1,
            batch => batch.AfterSeq = 1,
            batch => batch.LastSeq = 2,
            batch => batch.OldestSeq = -1,
            batch => batch.Records[1].Seq = 1,
            batch => batch.Records.AddRange(Enumerable.Range(4, 498).Select(seq => new Record { Seq = seq })),
            batch => batch.Names.Add(new string('x', 64 * 1024)),
            batch => batch.Epoch = new string('e', 65),
            batch => (batch.FirstSeq, batch.FormerEpoch) = (1, "a~b"),
            batch => (batch.FirstSeq, batch.FormerEpoch) = (1, batch.Epoch),
            batch => (batch.FirstSeq, batch.FormerEpoch) = (0, "e0"),
            batch => batch.FirstSeq = -1,
            batch => batch.FirstSeq = 2,
        ])
        {
            Batch bad = good.Clone();
            spoil(bad);
            bad.LastSeq = bad.Records.Count > 100 ? 501 : bad.LastSeq;
            Assert.NotNull(await AcceptAsync(bad));
        }

        Assert.NotNull(await _rig.Journals.AcceptAsync(Payloads.Site, new ReadOnlySequence<byte>([0xFF, 0xFF]), Stop));
        Assert.Empty(JournalRig.Held(_rig.Path));
        Assert.Null(await AcceptAsync(good));
    }

    [Fact]
    public async Task A_single_record_may_be_larger_than_a_batch()
    {
        Batch large = TestGateway.Next("e1", [Recordings.Samples(1)], 0, 1, 1)!;
        for (uint i = 0; i < 3000; i++)
        {
            large.Names.Add($"A_TAG_OF_A_LARGE_STATION_{i}");
            large.Records[0].Samples.Samples_.Add(new Sample { Name = 10 + i, Value = i });
        }

        Batch two = large.Clone();
        two.Records.Add(Recordings.Samples(2));
        two.LastSeq = 2;
        Assert.NotNull(await AcceptAsync(two));
        Assert.Null(await AcceptAsync(large));
        Assert.Equal(1, _rig.Journals.AnswersOver(0).SeqOf(Payloads.Site, "e1"));
    }

    [Fact]
    public async Task Samples_need_no_announcement()
    {
        Announce(0);
        Assert.Null(await AcceptAsync(TestGateway.Next("e1", Recordings.Make(6), 0, 6, 1)!));
        Assert.Equal(JournalRig.Lines(Recordings.Make(6)), JournalRig.Held(_rig.Path));
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_holds_up_no_other()
    {
        Record[] records = Recordings.Make(8);
        Batch batch = TestGateway.Next("e1", records, 0, 8, 1)!;
        batch.Records[1].Samples.Samples_[0].Name = 99;
        batch.Records[2].Event = new Event { Type = "digital", Time = Recordings.TimeOf(3) * 10, Text = new string('x', 3000) };
        batch.Records[3].Time = long.MaxValue;

        // A kind of a newer gateway: field 90, two bytes.
        byte[] known = new Record { Seq = 5, Time = Recordings.TimeOf(5) }.ToByteArray();
        batch.Records[4] = Record.Parser.ParseFrom([.. known, 0xD2, 5, 2, 1, 2]);
        Assert.Null(await AcceptAsync(batch));
        Assert.Equal((3L, 1L), (_rig.Journals.SetAside, _rig.Journals.Unknown));
        Assert.Equal(JournalRig.Lines(Recordings.Make(8).Where(record => record.Seq is 1 or > 5)), JournalRig.Held(_rig.Path));
        await AnsweredAsync(1);
        Assert.Equal("""{"epoch":"e1","seq":8}""", _answers.Last().Payload);
        Assert.Equal((1, 1), (_rig.Log.Count(6012), _rig.Log.Count(6013)));
    }

    [Fact]
    public async Task Only_so_many_sites_have_a_journal()
    {
        Batch batch = TestGateway.Next("e1", Recordings.Make(3), 0, 3, 1)!;
        string path = _directory.At("small.db");
        foreach (string[] sites in (string[][])[["a", "b"], ["b", "a"]])
        {
            // Also after a restart.
            await using JournalRig small = new(path, limits: new IngestLimits { Sites = 2 });
            foreach (string site in sites)
            {
                Assert.Null(await small.Journals.AcceptAsync(site, new ReadOnlySequence<byte>(batch.ToByteArray()), Stop));
            }

            Assert.NotNull(await small.Journals.AcceptAsync("c", new ReadOnlySequence<byte>(batch.ToByteArray()), Stop));
        }
    }

    [Fact]
    public async Task A_word_of_a_newer_gateway_is_kept_and_shown()
    {
        Record record = Recordings.Event(1);
        record.Event.Type = "sunrise";
        Assert.Null(await AcceptAsync(TestGateway.Next("e1", [record], 0, 1, 1)!));
        Assert.Equal("sunrise", Assert.Single(_rig.Heard).TypeWord);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        try
        {
            _ = JournalBatchReader.Read(Payloads.Site, new ReadOnlySequence<byte>(bytes), new IngestLimits());
        }
        catch (RefusedException)
        {
            // That is the way to refuse.
        }
    });

    [Fact]
    public void Any_damage_to_a_batch_is_read_or_refused()
    {
        byte[] good = TestGateway.Next("e1", Recordings.Make(20), 0, 20, 1)!.ToByteArray();
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Array[1, 5].Sample(damages =>
        {
            byte[] bytes = [.. good];
            foreach ((int place, byte value) in damages)
            {
                bytes[place] = value;
            }

            try
            {
                _ = JournalBatchReader.Read(Payloads.Site, new ReadOnlySequence<byte>(bytes), new IngestLimits());
            }
            catch (RefusedException)
            {
                // That is the way to refuse.
            }
        });
    }

    private void Announce(long lastSeq, string epoch = "e1") => _rig.Sites.Send(
        "state", Payloads.State().Replace("\"e1\"", $"\"{epoch}\"", StringComparison.Ordinal).TrimEnd()[..^1]
            + $$""","journal":{"oldestSeq":1,"publishedSeq":1,"bytes":1,"dropped":0,"droppedEvents":0,"lastSeq":{{lastSeq}} } }""");

    private Task<string?> AcceptAsync(Batch batch) =>
        _rig.Journals.AcceptAsync(Payloads.Site, new ReadOnlySequence<byte>(batch.ToByteArray()), Stop);

    private async Task PassAsync(Task<string?> accepting)
    {
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(SeqAnnouncements.LongestWait);
                return accepting.IsCompleted;
            },
            "nothing waits any more", Stop);
        Assert.Null(await accepting);
    }

    private Task AnsweredAsync(int count) => Eventually.TrueAsync(
        () =>
        {
            _time.Advance(JournalAnswers.Window);
            return _answers.Count >= count;
        },
        $"{count} answers", Stop);
}
