using Edge.Field.Mara.Outstation;
using TestKit.Journals;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>Cursor and note of a centre in the journal.</summary>
public sealed class CentreCursorTests : IAsyncDisposable
{
    private const string Reader = "north/0/centre";

    private readonly MemoryJournal _journal = new();
    private readonly Notes<OutstationServer> _notes = new();

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    [Fact]
    public void A_new_centre_begins_with_what_happens_from_now_on()
    {
        _journal.Samples();
        CentreCursor cursor = Cursor();
        Assert.False(cursor.IsRegistered);
        Assert.True(cursor.Register(""));
        Assert.Equal((1L, ReaderNote.None, true), (cursor.Position, cursor.Note, cursor.IsRegistered));
    }

    [Fact]
    public void What_was_kept_is_there_after_a_restart()
    {
        CentreCursor before = Registered();
        _journal.Samples();
        _journal.Samples();
        Assert.True(before.TryKeep(1, new ReaderNote(Outstanding.Events, 0x22, 2)));
        CentreCursor after = Registered();
        Assert.Equal((1L, new ReaderNote(Outstanding.Events, 0x22, 2)), (after.Position, after.Note));
        Assert.Equal(2, after.PositionAfterRelease);
    }

    [Fact]
    public void An_order_releases_nothing()
    {
        CentreCursor cursor = Registered();
        Assert.True(cursor.TryKeep(0, new ReaderNote(Outstanding.Order, 0x22, 0)));
        Assert.Equal(0, cursor.PositionAfterRelease);
    }

    [Theory]
    [InlineData(Disk.Full)]
    [InlineData(Disk.Doubtful)]
    public void A_write_that_fails_changes_nothing_here_and_is_logged_once(object how)
    {
        CentreCursor cursor = Registered();
        _journal.Samples();
        _journal.Disk = (Disk)how;
        Assert.False(cursor.TryKeep(1, ReaderNote.None));
        Assert.False(cursor.TryKeep(1, ReaderNote.None));
        Assert.Equal((0L, 1), (cursor.Position, _notes.Count(1208)));
        _journal.Disk = Disk.Sound;
        Assert.True(cursor.TryKeep(1, ReaderNote.None));
        _journal.Disk = Disk.Full;
        Assert.False(cursor.TryKeep(1, ReaderNote.None));
        Assert.Equal(2, _notes.Count(1208));
    }

    [Fact]
    public void Where_the_disk_is_full_it_is_registered_later()
    {
        _journal.Disk = Disk.Full;
        CentreCursor cursor = Cursor();
        Assert.False(cursor.Register(""));
        Assert.False(cursor.IsRegistered);
        _journal.Disk = Disk.Sound;
        Assert.True(cursor.Register(""));
    }

    [Fact]
    public void The_cursor_of_a_known_centre_counts_without_its_note()
    {
        _ = Registered();
        _journal.Samples();
        _journal.MoveCursor(Reader, 1, [9, 9]);
        _journal.Samples();
        CentreCursor cursor = Registered();
        Assert.Equal((1L, ReaderNote.None), (cursor.Position, cursor.Note));
        Assert.Equal(1, _notes.Count(1211));
    }

    [Fact]
    public void Another_unknown_centre_in_the_same_place_begins_anew()
    {
        Assert.True(Cursor().Register("10.0.0.1 source 64"));
        _journal.Samples();
        CentreCursor same = Cursor();
        Assert.True(same.Register("10.0.0.1 source 64"));
        Assert.Equal(0, same.Position);
        CentreCursor other = Cursor();
        Assert.True(other.Register("10.0.0.2 source 64"));
        Assert.Equal((1L, "10.0.0.2 source 64"), (other.Position, other.UnknownIdentity));
    }

    private CentreCursor Cursor() => new(_journal, Reader, "centre", _notes);

    private CentreCursor Registered()
    {
        CentreCursor cursor = Cursor();
        Assert.True(cursor.Register(""));
        return cursor;
    }
}
