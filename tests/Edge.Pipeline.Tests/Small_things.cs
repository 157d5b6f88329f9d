using System.Collections.Concurrent;
using System.Collections.Immutable;
using Edge.Pipeline.Live;
using Edge.Pipeline.Loop;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Journals;

namespace Edge.Pipeline.Tests;

public sealed class Small_things
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_delay_doubles_to_its_maximum_and_resets_after_a_success()
    {
        RetryDelay delay = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        Assert.Equal([1, 2, 4, 5, 5], Enumerable.Range(0, 5).Select(_ => delay.Next().TotalSeconds));
        delay.Reset();
        Assert.Equal(1, delay.Next().TotalSeconds);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryDelay(TimeSpan.Zero, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_signal_stays_set_and_does_not_count()
    {
        Signal signal = new();
        signal.Set();
        signal.Set();
        await signal.WaitAsync(Stop);
        ValueTask second = signal.WaitAsync(Stop);
        Assert.False(second.IsCompleted);
        signal.Set();
        await second;
    }

    [Fact]
    public async Task The_cursor_moves_over_what_was_confirmed_and_no_further()
    {
        MemoryJournal journal = new();
        for (int i = 0; i < 10; i++)
        {
            journal.AddSamples(default);
        }

        FakeTimeProvider time = new();
        HalfPublisher publisher = new();
        LiveBoard board = new(0, 0, [], time.GetUtcNow());
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task loop = new PublisherLoop(journal, publisher, board, time, NullLogger<PublisherLoop>.Instance).RunAsync(stop.Token);
        await Eventually.TrueAsync(() => journal.GetCursor("half") == 4, "four were confirmed", Stop);
        Assert.Equal([10], publisher.Batches);
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(200));
                return journal.GetCursor("half") == 10;
            },
            "the rest is confirmed after the pause", Stop);
        Assert.Equal([10, 6], publisher.Batches);

        journal.AddSamples(default);
        board.NotifyJournalWritten();
        await Eventually.TrueAsync(() => journal.GetCursor("half") == 11, "what is new follows", Stop);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
    }

    /// <summary>Each move of a cursor is a write to the card of the box.</summary>
    [Fact]
    public async Task Over_what_is_not_sent_the_cursor_moves_once_a_minute_and_at_a_stop()
    {
        MemoryJournal journal = new();
        FakeTimeProvider time = new();
        Reader reader = new(time);
        LiveBoard board = new(0, 0, [], time.GetUtcNow());
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task loop = new PublisherLoop(journal, reader, board, time, NullLogger<PublisherLoop>.Instance).RunAsync(stop.Token);
        for (int second = 1; second <= 150; second++)
        {
            journal.AddSamples(default);
            board.NotifyJournalWritten();
            await Eventually.TrueAsync(() => reader.Seq == second, "the record was handled", Stop);
        }

        Assert.Equal([60, 120], journal.Moves);

        // One that is sent moves it at once: after a restart it would be sent again.
        journal.Add(new JournalRecord { Seq = 0, Kind = JournalRecordKind.Event, Time = default });
        board.NotifyJournalWritten();
        await Eventually.TrueAsync(() => journal.GetCursor("reader") == 151, "what is sent moves the cursor", Stop);
        journal.AddSamples(default);
        board.NotifyJournalWritten();
        await Eventually.TrueAsync(() => reader.Seq == 152, "the record was handled", Stop);
        Assert.Equal([60, 120, 151], journal.Moves);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
        Assert.Equal([60, 120, 151, 152], journal.Moves);
    }

    /// <summary>Sends events only; each batch takes a second.</summary>
    private sealed class Reader(FakeTimeProvider time) : IPublisher
    {
        private long _seq;

        public long Seq => Interlocked.Read(ref _seq);

        public string Name => "reader";

        public bool Publishes(JournalRecord record) => record.Kind == JournalRecordKind.Event;

        public ValueTask<int> SendAsync(ImmutableArray<JournalRecord> records, CancellationToken cancellationToken)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            _ = Interlocked.Exchange(ref _seq, records[^1].Seq);
            return ValueTask.FromResult(records.Length);
        }
    }

    /// <summary>Loses its connection after the fourth record, once.</summary>
    private sealed class HalfPublisher : IPublisher
    {
        public ConcurrentQueue<int> Batches { get; } = new();

        public string Name => "half";

        public bool Publishes(JournalRecord record) => true;

        public ValueTask<int> SendAsync(ImmutableArray<JournalRecord> records, CancellationToken cancellationToken)
        {
            Batches.Enqueue(records.Length);
            return ValueTask.FromResult(Batches.Count == 1 ? 4 : records.Length);
        }
    }
}
