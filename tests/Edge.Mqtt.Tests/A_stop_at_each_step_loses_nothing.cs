using Edge.Contracts.Journal;
using TestKit;
using TestKit.Brokers;
using TestKit.Journals;
using TestKit.Logs;

namespace Edge.Mqtt.Tests;

/// <summary>The steps from the journal to the historian and back. After a stop at each, the next run brings every record.</summary>
public sealed class A_stop_at_each_step_loses_nothing
{
    private const string Name = JournalTopics.Usual;
    private const int Count = 40;

    /// <summary>The last step that was done before the stop.</summary>
    public enum Step
    {
        /// <summary>The records are in the journal.</summary>
        Append,

        /// <summary>The broker has them, and its confirmation is not there yet.</summary>
        Publish,

        /// <summary>The broker has confirmed them, and the historian says nothing.</summary>
        Confirm,

        /// <summary>The broker forgot them before the historian had them.</summary>
        Forget,

        /// <summary>The historian has acknowledged them, and the gateway has not heard it.</summary>
        Acknowledge,

        /// <summary>The gateway has heard it, and its journal cannot be written.</summary>
        Cursor,

        /// <summary>The cursor has moved.</summary>
        Done,
    }

    public static TheoryData<Step> Steps => [.. Enum.GetValues<Step>()];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task The_next_run_brings_every_record(Step step)
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using CutCable cable = new(broker.Port);
        MemoryJournal journal = new();
        Historian historian = await Historian.StartAsync(broker.Port, Stop, silent: step is Step.Publish or Step.Confirm or Step.Forget);
        try
        {
            Notes<MqttPublisher> notes = new();
            await using (Station station = Run(cable.Port, journal, notes))
            {
                if (step != Step.Append)
                {
                    await Eventually.TrueAsync(() => station.Publisher.IsConnected, "the publisher is connected", Stop);

                    // The subscription to the answers is made after the connection: without it the gateway sends nothing.
                    await Eventually.TrueAsync(
                        async () =>
                        {
                            await historian.AckAsync("{", Stop);
                            return notes.Count(4081) > 0;
                        },
                        "answers of the historian arrive", Stop);
                    await ReachAsync(step, station, historian, cable);
                }

                // As a power cut: nothing more gets out.
                cable.Cut();
                cable.ReleaseAnswers();
            }

            Assert.InRange(journal.GetCursor(Name), 0, historian.Whole);
            if (step == Step.Append)
            {
                journal.AddEvents(Count);
            }

            if (step == Step.Forget)
            {
                await historian.DisposeAsync();
                await broker.KillAsync();
                await broker.StartAgainAsync(Stop);
                historian = await Historian.StartAsync(broker.Port, Stop);
            }

            (journal.Disk, historian.Acknowledges) = (Disk.Sound, true);
            cable.Mend();
            await using Station next = Run(cable.Port, journal);
            next.AddEvents(1);
            await Eventually.TrueAsync(() => journal.GetCursor(Name) == Count + 1, "everything is acknowledged", Stop);
            Assert.Equal(Enumerable.Range(1, Count + 1).Select(i => (long)i), historian.Records.Select(record => record.Seq));
        }
        finally
        {
            await historian.DisposeAsync();
        }
    }

    private static async Task ReachAsync(Step step, Station station, Historian historian, CutCable cable)
    {
        if (step is Step.Publish or Step.Acknowledge)
        {
            cable.HoldAnswers();
        }

        station.Journal.Disk = step == Step.Cursor ? Disk.Full : Disk.Sound;
        station.AddEvents(Count);
        await Eventually.TrueAsync(() => historian.Whole == Count, "the historian has the records", Stop);
        if (step == Step.Cursor)
        {
            await Eventually.TrueAsync(() => station.Journal.Failures > 0, "the cursor cannot be moved", Stop);
        }
        else if (step == Step.Done)
        {
            await Eventually.TrueAsync(() => station.Journal.GetCursor(Name) == Count, "the cursor has moved", Stop);
        }
        else if (step is Step.Confirm or Step.Forget)
        {
            await Eventually.TrueAsync(() => station.Journal.GetCursor("mqtt") >= 0 && !cable.Holds, "the broker has confirmed", Stop);
        }
    }

    private static Station Run(int port, MemoryJournal journal, Notes<MqttPublisher>? notes = null) =>
        new(port, journal, o => o with { Historians = [Name], Sweep = TimeSpan.Zero }, logger: notes);
}
