using System.Security.Cryptography;
using CsCheck;
using Edge.Domain;
using Edge.Pipeline;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace Edge.Journal.Tests.Checkpoints;

/// <summary>The journal with its side file: what is written where, and which of both counts afterwards (ADR 0024).</summary>
public sealed class A_journal_and_its_side_file_are_one
{
    private static readonly string[] s_devices = ["north", "south"];

    private enum Kind
    {
        Quiet,
        Record,
        Long,
        Element,
        Cursor,
        FailingDisk,
        Stop,
        Kill,
    }

    private sealed record Done(Place Left, long LastSeq, byte?[] Checkpoints);

    private static readonly Gen<(Kind Kind, int Device)[]> s_steps = Gen.Select(
        Gen.Frequency(
            (8, Gen.Const(Kind.Quiet)), (3, Gen.Const(Kind.Record)), (1, Gen.Const(Kind.Long)), (1, Gen.Const(Kind.Element)),
            (1, Gen.Const(Kind.Cursor)), (1, Gen.Const(Kind.FailingDisk)), (1, Gen.Const(Kind.Stop)), (2, Gen.Const(Kind.Kill))),
        Gen.Int[0, 1]).Array[1, 16];

    [Fact]
    public async Task A_thousand_quiet_polls_leave_the_journal_untouched()
    {
        using Place place = new();
        await using SqliteJournal journal = place.Open();
        _ = journal.Append(Make.Read("north", 1, 12, Make.Digital(1, Make.Noon)));
        _ = journal.Append(Make.Read("north", 2));
        string before = Print(place);
        for (int poll = 0; poll < 1000; poll++)
        {
            Assert.Equal(1, journal.Append(Make.Read("north", (byte)poll)));
        }

        Assert.Equal(before, Print(place));
        Assert.Equal((byte)(999 & 0xFF), journal.CheckpointOf("north"));
        Assert.Empty(place.Notes.Errors);
    }

    [Fact]
    public async Task After_a_stop_the_journal_alone_is_everything()
    {
        using Place place = new();
        await using (SqliteJournal journal = place.Open())
        {
            _ = journal.Append(Make.Read("north", 1, 12, Make.Digital(1, Make.Noon)));
            _ = journal.Append(Make.Read("north", 2));
            _ = journal.Append(Make.Read("south", 3));
        }

        using Place alone = new();
        File.Copy(place.File, alone.File);
        await using SqliteJournal again = alone.Open();
        Assert.Equal([2, 3], Checkpoints(again));
    }

    [Fact]
    public async Task A_record_takes_the_checkpoints_of_all_devices_along()
    {
        using Place place = new();
        await using SqliteJournal journal = place.Open();
        _ = journal.Append(Make.Read("north", 1));
        _ = journal.Append(Make.Read("south", 2));
        _ = journal.Append(Make.Samples(Make.Noon, Make.Analog("T1", 1, 0.1)));
        using Place left = place.Copy();
        File.Delete(left.SideFile);
        await using SqliteJournal again = left.Open();
        Assert.Equal([1, 2], Checkpoints(again));
    }

    [Fact]
    public async Task A_record_of_a_loss_takes_them_along_too()
    {
        using Place place = new();
        FakeTimeProvider clock = new(Make.Noon);
        await using SqliteJournal journal = place.Open(clock, maximumAge: TimeSpan.FromHours(1));
        _ = journal.GetCursor("mqtt");
        _ = journal.Append(Make.Samples(Make.Noon, Make.Analog("T1", 1, 0.1)));
        byte next = 0;
        while (journal.Status.Dropped == 0)
        {
            Assert.Equal(1, journal.Append(Make.Read("north", ++next)));
            clock.Advance(TimeSpan.FromMinutes(11));
        }

        // The last poll was written aside, and then what was too old was dropped.
        Assert.Equal(2, journal.Status.LastSeq);
        using Place left = place.Copy();
        await using SqliteJournal again = left.Open();
        Assert.Equal([next, null], Checkpoints(again));
    }

    [Fact]
    public async Task Of_a_side_file_that_fails_the_journal_takes_the_place()
    {
        using Place place = new();
        FakeTimeProvider clock = new(Make.Noon);
        await using SqliteJournal journal = place.Open(clock);
        _ = journal.Append(Make.Read("north", 1));
        journal.SideFile.Writing = () => throw new IOException("the disk fails");
        _ = journal.Append(Make.Read("north", 2));
        using (Place left = place.Copy())
        {
            await using SqliteJournal again = left.Open();
            Assert.Equal<byte?>(2, again.CheckpointOf("north"));
        }

        journal.SideFile.Writing = null;
        clock.Advance(TimeSpan.FromMinutes(1));
        _ = journal.Append(Make.Read("north", 3));
        using Place later = place.Copy();
        await using SqliteJournal last = later.Open();
        Assert.Equal<byte?>(3, last.CheckpointOf("north"));
        Assert.Single(place.Notes.All, note => note.Id == 3016);
    }

    [Fact]
    public async Task Where_both_fail_the_entry_is_refused_and_comes_again()
    {
        using Place place = new();
        await using SqliteJournal journal = place.Open();
        _ = journal.Append(Make.Read("north", 1, 12, Make.Digital(1, Make.Noon)));
        _ = journal.Append(Make.Read("north", 2));
        _ = journal.Append(Make.Read("south", 9));
        journal.SideFile.Writing = () => throw new IOException("the disk fails");
        journal.BoundPages(1);
        _ = Assert.Throws<JournalWriteException>(() => journal.Append(Make.Read("north", 3, DeviceCheckpoint.MaximumLength)));

        Assert.Equal([2, 9], Checkpoints(journal));
        _ = journal.Append(Make.Read("north", 3, DeviceCheckpoint.MaximumLength));
        using Place left = place.Copy();
        File.Delete(left.SideFile);
        await using SqliteJournal again = left.Open();
        Assert.Equal([3, 9], Checkpoints(again));
    }

    [Fact]
    public void Any_order_of_steps_leaves_what_was_returned_for() =>
        s_steps.Sample(steps => RunAsync(steps).GetAwaiter().GetResult(), iter: Seeds.OrUsually(12), threads: 1);

    // After each step: what is on the disk has the newest checkpoints. And any journal beside any side file has one of its own state.
    private static async Task RunAsync((Kind Kind, int Device)[] steps)
    {
        Place place = new();
        FakeTimeProvider clock = new(Make.Noon);
        SqliteJournal journal = place.Open(clock);
        List<Done> done = [];
        byte?[] newest = new byte?[s_devices.Length];
        byte next = 0;
        try
        {
            foreach ((Kind kind, int device) in steps)
            {
                string name = s_devices[device];
                switch (kind)
                {
                    case Kind.Stop:
                        await journal.DisposeAsync();
                        journal = place.Open(clock);
                        break;
                    case Kind.Kill:
                        Place left = place.Copy();
                        await journal.DisposeAsync();
                        place.Dispose();
                        place = left;
                        journal = place.Open(clock);
                        break;
                    case Kind.Cursor:
                        journal.MoveCursor("mqtt", journal.Status.LastSeq);
                        break;
                    default:
                        newest[device] = ++next;
                        bool fails = kind == Kind.FailingDisk;
                        journal.SideFile.Writing = fails ? () => throw new IOException("the disk fails") : null;
                        _ = journal.Append(Make.Read(
                            name, next, kind == Kind.Long ? 5000 : 12, kind == Kind.Record ? [Make.Energy(next, Make.Noon)] : []) with
                        {
                            Elements = kind == Kind.Element
                                ? new[] { new ElementState("A1", ElementAttribute.Text, "1", ElementAction.Set, null, Make.Noon) }
                                : default,
                        });
                        clock.Advance(TimeSpan.FromSeconds(40));
                        break;
                }

                Assert.Equal(newest, Checkpoints(journal));
                done.Add(new Done(place.Copy(), journal.Status.LastSeq, [.. newest]));
            }

            for (int i = 0; i < done.Count; i++)
            {
                await CheckAsync(done, i, i);
                await CheckAsync(done, i, (i * 7 + 3) % done.Count);
            }

            Assert.Empty(place.Notes.Errors);
        }
        finally
        {
            await journal.DisposeAsync();
            place.Dispose();
            done.ForEach(step => step.Left.Dispose());
        }
    }

    private static async Task CheckAsync(List<Done> done, int journalOf, int sideFileOf)
    {
        using Place mixed = done[journalOf].Left.Copy();
        File.Delete(mixed.SideFile);
        if (File.Exists(done[sideFileOf].Left.SideFile))
        {
            File.Copy(done[sideFileOf].Left.SideFile, mixed.SideFile);
        }

        await using SqliteJournal journal = mixed.Open();
        Assert.Equal(done[journalOf].LastSeq, journal.Status.LastSeq);
        for (int device = 0; device < s_devices.Length; device++)
        {
            byte? found = journal.CheckpointOf(s_devices[device]);
            if (journalOf == sideFileOf)
            {
                Assert.Equal(done[journalOf].Checkpoints[device], found);
            }

            // One with the last record or behind it, and before the next.
            IEnumerable<byte?> ofThisState =
                done.Where(step => step.LastSeq == done[journalOf].LastSeq).Select(step => step.Checkpoints[device]);
            Assert.True(
                ofThisState.Contains(found) || (done[journalOf].LastSeq == 0 && found is null),
                $"journal of step {journalOf}, side file of step {sideFileOf}: {found} of {s_devices[device]}");
        }
    }

    private static IEnumerable<byte?> Checkpoints(SqliteJournal journal) => s_devices.Select(journal.CheckpointOf);

    private static string Print(Place place) => string.Join(' ', ((string[])["", "-wal"]).Select(
        suffix =>
        {
            using FileStream file = new(place.File + suffix, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return file.Length + " " + Convert.ToHexString(SHA256.HashData(file));
        }));
}
