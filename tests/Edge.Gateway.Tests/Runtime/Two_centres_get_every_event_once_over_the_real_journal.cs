using System.Globalization;
using System.Net;
using Edge.Domain;
using Edge.Field.Mara.Outstation;
using Edge.Journal;
using Edge.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit;

namespace Edge.Gateway.Tests.Runtime;

/// <summary>The server over the journal on the disk, both thrown away and made anew, between two centres of different rhythm.</summary>
public sealed class Two_centres_get_every_event_once_over_the_real_journal : IDisposable
{
    private const int Rounds = 12;

    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _made = [];
    private int _port;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Through_drops_repeats_and_restarts()
    {
        using ControlCentre patient = new(() => Volatile.Read(ref _port)),
        hasty = new(() => Volatile.Read(ref _port), 0x41, alternates: true);
        for (int round = 0; round < Rounds; round++)
        {
            await RunAsync(async journal =>
            {
                Task field = Task.Run(() => Happen(journal, round), Stop);
                await Task.WhenAll(field, PollAsync(patient, 6, 0, Stop), PollAsync(hasty, 25, round, Stop));
            });

            // One of them does not notice until its next question.
            if (round % 3 == 0)
            {
                patient.Drop();
            }
        }

        await RunAsync(async journal =>
        {
            foreach (ControlCentre centre in (ControlCentre[])[patient, hasty])
            {
                while (centre.Events.Count < _made.Count)
                {
                    _ = await centre.PollAsync(Stop);
                }

                Assert.Empty((await centre.PollAsync(Stop)).Events);
                Assert.Equal(_made, centre.Events);
            }
        });
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Polls; with a seed some answers are lost on the way, at any byte, or come again.</summary>
    private static async Task PollAsync(ControlCentre centre, int times, int seed, CancellationToken stop)
    {
        Random chance = new(seed);
        for (int i = 0; i < times; i++)
        {
            if (seed > 0 && chance.Next(3) == 0)
            {
                if (!centre.IsConnected)
                {
                    await centre.ConnectAsync(stop);
                }

                if (await centre.AskAsync(stop) is { } lost && chance.Next(2) == 0)
                {
                    // It arrived, but not whole: the centre throws it away and asks again.
                    Assert.NotEmpty(lost);
                    centre.Drop();
                }

                continue;
            }

            _ = await centre.PollAsync(stop);
        }
    }

    private void Happen(SqliteJournal journal, int round)
    {
        for (int i = 0; i < 20; i++)
        {
            FieldEvents events = [.. Enumerable.Range(0, i % 4).Select(n => Event(round, i, n))];
            Sample sample = new("P1", PointKind.Analog, i, PointValue.Whole(i), QualityState.Good);
            _ = journal.Append(new JournalEntry(Noon, new[] { sample }, events));
        }
    }

    private FieldEvent Event(int round, int i, int n)
    {
        byte[] native = [0x02, 0x83, 26, 7, 1, 8, (byte)round, (byte)i, (byte)n, 0x40];
        bool ours = n < 2;
        if (ours)
        {
            _made.Add(Convert.ToHexString(native));
        }

        return new FieldEvent
        {
            Device = ConcentratorLayout.IdOf(ours ? 7 : 8, 2),
            Content = n == 1 ? new EnergyCount(EnergyKind.Period, 0, 0) : new StateChange(false),
            Time = Noon,
            Received = Noon,
            Description = i.ToString(CultureInfo.InvariantCulture),
            Native = new MaraNative(ours ? 7 : 8, 2) { Bytes = new(native) },
        };
    }

    private async Task RunAsync(Func<SqliteJournal, Task> what)
    {
        await using SqliteJournal journal = SqliteJournal.Open(
            new JournalOptions { Path = _folder.At("journal.db") }, TimeProvider.System, NullLogger<SqliteJournal>.Instance);
        StationImage image = new(
            [new(1, 1, 1, 6, 3, 4, "") { Comaster = 7 }, new(2, 2, 2, 6, 1, 6, "") { Comaster = 7 },
                new(3, 2, 1, 6, 1, 1, "") { Comaster = 8 }],
            TimeProvider.System, TimeSpan.FromHours(1));
        OutstationOptions options = new()
        {
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            Comaster = 7,
            Clients = [new() { Name = "patient", Source = 0x40 }, new() { Name = "hasty", Source = 0x41 }],
            QuestionsPerSecond = 1_000_000,
        };
        using OutstationServer server = new(
            options, image, journal, null, TimeZoneInfo.Utc, TimeProvider.System, NullLogger<OutstationServer>.Instance);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task running = server.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => server.Endpoint is not null, "it listens", Stop);
        Volatile.Write(ref _port, server.Endpoint!.Port);
        await what(journal);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
