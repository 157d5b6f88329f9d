using System.Collections.Immutable;
using Edge.Field.Mara.Outstation;
using Edge.Field.Time;
using Edge.Protocols.Mara;
using TestKit.Field;
using TestKit.Journals;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>The parts of one centre's session over a journal in memory, without sockets; a restart keeps nothing but the journal.</summary>
internal sealed class CentreRig
{
    private readonly byte[] _frame = new byte[MaraFrame.MaximumLength];
    private CentreCursor _cursor = null!;
    private CentreAnswers _answers = null!;

    public CentreRig(OutstationOptions? options = null)
    {
        Options = options ?? new OutstationOptions();
        Restart();
    }

    public OutstationOptions Options { get; }

    public MemoryJournal Journal { get; } = new();

    public Notes<OutstationServer> Notes { get; } = new();

    public FakeField Field { get; } = new();

    public ReaderNote Note => _cursor.Note;

    public long Position => _cursor.Position;

    /// <summary>The gateway is killed and starts again.</summary>
    public void Restart()
    {
        StationImage image = new(Site.Ieds, TimeProvider.System, TimeSpan.FromHours(1));
        StationClock clock = new(Station.Zone, TimeProvider.System);
        CommandHandler commands = new(Options, new FieldAccess(Field, Field), clock, TimeProvider.System, Notes);
        EventFeed feed = new(Journal, 0, "centre", Notes);
        _cursor = new CentreCursor(Journal, "north/0/centre", "centre", Notes);
        _answers = new CentreAnswers("centre", image.Of(0)!, commands, _cursor, feed, new RetryBuffer(1));
        Assert.True(_cursor.Register(""));
        _answers.Resume();
    }

    public void Happen(params ReadOnlySpan<int> numbers)
    {
        foreach (int number in numbers)
        {
            Journal.Happen(Site.Event(number));
        }
    }

    /// <summary>Asks and returns the whole frame; empty without an answer.</summary>
    public async Task<byte[]> AskAsync(byte sequence, byte command = Wire.Poll, params byte[] data)
    {
        int length = await _answers.AnswerAsync(Ask(sequence, command, data), _frame, TestContext.Current.CancellationToken);
        return _frame[..length];
    }

    /// <summary>Polls and returns the numbers of the events, or null without an answer.</summary>
    public async Task<ImmutableArray<int>?> PollAsync(byte sequence)
    {
        byte[] frame = await AskAsync(sequence);
        return frame.Length == 0 ? null : [.. TestKit.PollAnswer.Parse(frame).Events.Select(e => (e[6] << 16) | (e[7] << 8) | e[8])];
    }

    public static Question Ask(byte sequence, byte command = Wire.Poll, params ReadOnlySpan<byte> data)
    {
        Question question = new();
        byte[] bytes = Wire.Frame(0x01, 0x40, sequence, command, data);
        Assert.Equal(MaraScanStatus.Frame, MaraFrameScanner.TryRead(bytes, out MaraFrame frame, out _, out _));
        question.Set(frame);
        return question;
    }
}
