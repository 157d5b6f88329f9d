using System.Collections.Immutable;
using Edge.Domain;

namespace Edge.Pipeline;

/// <summary>Who or what made an exchange with the field fail.</summary>
public enum FieldFailureKind : byte
{
    /// <summary>Nothing came in time.</summary>
    TimedOut = 0,

    /// <summary>Something came that is no valid frame.</summary>
    BadFrame = 1,

    /// <summary>The device answered that it will not.</summary>
    Refused = 2,

    /// <summary>There is no connection, or it broke.</summary>
    LinkDown = 3,
}

/// <summary>An exchange that brought nothing.</summary>
/// <param name="Kind">Who or what is to blame.</param>
/// <param name="Detail">What happened, for a person.</param>
public sealed record FieldFailure(FieldFailureKind Kind, string Detail);

/// <summary>What a poll came to: exactly one of the two is set.</summary>
/// <param name="Scan">What it brought.</param>
/// <param name="Failure">Why it brought nothing.</param>
public readonly record struct PollResult(Scan? Scan, FieldFailure? Failure);

/// <summary>
/// One link to the field, spoken by its codec. A stop is an <see cref="OperationCanceledException"/>, everything that the
/// peer or the line can do is a <see cref="FieldFailure"/>; anything else that is thrown is our bug.
/// </summary>
public interface IFieldDriver : IAsyncDisposable
{
    /// <summary>The name of the device in the configuration.</summary>
    string Device { get; }

    /// <summary>Whether it asks the field at its own pace, so that whoever polls it does so again at once, after a failure too.</summary>
    bool PacesItself => false;

    /// <summary>Asks once, reconnecting first where needed. The same exchange is repeated until <see cref="Acknowledge"/>.</summary>
    /// <param name="cancellationToken">The stop of the service.</param>
    ValueTask<PollResult> PollAsync(CancellationToken cancellationToken);

    /// <summary>The last scan is safe in the journal: the device may forget the events that it carried.</summary>
    void Acknowledge();

    /// <summary>
    /// Goes on with another profile from the next poll on, with everything that it holds: connection, sequence, events that wait. Only while it is not
    /// polled and owes no acknowledgement.
    /// </summary>
    /// <param name="profile">The new profile; the concentrator of this link has the same id in it.</param>
    /// <returns>False: it cannot; nothing changed, make a new driver, which begins with the mark in the journal.</returns>
    ValueTask<bool> TryUseAsync(Profile profile) => ValueTask.FromResult(false);
}

/// <summary>The kind of a journal record.</summary>
public enum JournalRecordKind : byte
{
    /// <summary>Values that changed in one scan, together.</summary>
    Samples = 0,

    /// <summary>One entry of the sequence of events.</summary>
    Event = 1,

    /// <summary>One energy count.</summary>
    Energy = 2,

    /// <summary>How much the journal had to drop, and when: a loss is never silent.</summary>
    Loss = 3,

    /// <summary>Figures about the devices themselves that changed in one scan, together.</summary>
    Figures = 4,

    /// <summary>What an operator did to an element.</summary>
    Operator = 5,
}

/// <summary>A value that changed, as the journal keeps it.</summary>
/// <param name="Tag">The tag of the point.</param>
/// <param name="Kind">Which table it stands in.</param>
/// <param name="Value">In engineering units, or the state.</param>
/// <param name="Raw">The count or bit on the wire.</param>
/// <param name="Quality">How far it can be trusted.</param>
public readonly record struct Sample(string Tag, PointKind Kind, double Value, int Raw, QualityState Quality);

/// <summary>Which table a point stands in.</summary>
public enum PointKind : byte
{
    /// <summary>A digital input.</summary>
    Digital = 0,

    /// <summary>An analogue input.</summary>
    Analog = 1,
}

/// <summary>One scan as the journal keeps it, in one transaction. Its memory is borrowed until it was appended: a journal keeps nothing of it.</summary>
/// <param name="Time">When it arrived, UTC.</param>
/// <param name="Samples">What changed.</param>
/// <param name="Events">What was recorded in the field, energies among them.</param>
public readonly record struct JournalEntry(DateTimeOffset Time, ReadOnlyMemory<Sample> Samples, FieldEvents Events)
{
    /// <summary>
    /// How far the device has been read, kept in the same transaction. An entry whose mark is already the stored one was
    /// written before: it is not written again, so a repeat after a doubtful failure does no harm.
    /// </summary>
    public DeviceMark? Mark { get; init; }

    /// <summary>What became known about the devices themselves.</summary>
    public DeviceFigures Figures { get; init; }

    /// <summary>
    /// Attributes of elements to be kept, in order; the newest of each takes the place of the one before. Those of an operator become
    /// records (<see cref="JournalRecordKind.Operator"/>) besides.
    /// </summary>
    public ReadOnlyMemory<ElementState> Elements { get; init; }
}

/// <summary>How far a device has been read, in bytes that only its driver understands.</summary>
/// <param name="Device">The name of the device in the configuration.</param>
/// <param name="Bytes">At most <see cref="MaximumLength"/> bytes.</param>
public readonly record struct DeviceMark(string Device, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The most bytes of a mark: as much as the IEDs of a whole pair need, and little enough to be written with every scan.</summary>
    public const int MaximumLength = 2048;
}

/// <summary>
/// The journal could not write an entry: the disk is full or fails. The field must not be acknowledged; the same entry may be
/// appended again later.
/// </summary>
public sealed class JournalWriteException : IOException
{
    /// <summary>Makes the exception.</summary>
    public JournalWriteException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What failed, where, and what to do.</param>
    public JournalWriteException(string message) : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What failed, where, and what to do.</param>
    /// <param name="innerException">What the storage said.</param>
    public JournalWriteException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>Whether there is no room left, rather than another failure of the disk.</summary>
    public bool DiskFull { get; init; }

    /// <summary>Whether the file itself is damaged: end the program; the next start moves the file aside and begins a new epoch.</summary>
    public bool Damaged { get; init; }
}

/// <summary>One record read back. Its identity is (site, epoch, seq).</summary>
public sealed record JournalRecord
{
    /// <summary>Counts up by one from 1, without a gap, within the epoch.</summary>
    public required long Seq { get; init; }

    /// <summary>What it holds.</summary>
    public required JournalRecordKind Kind { get; init; }

    /// <summary>When the gateway got it, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Set for <see cref="JournalRecordKind.Samples"/>.</summary>
    public ImmutableArray<Sample> Samples { get; init; } = [];

    /// <summary>Set for <see cref="JournalRecordKind.Event"/> and <see cref="JournalRecordKind.Energy"/>.</summary>
    public FieldEvent? Event { get; init; }

    /// <summary>Set for <see cref="JournalRecordKind.Operator"/>.</summary>
    public ElementState? Element { get; init; }

    /// <summary>Set for <see cref="JournalRecordKind.Figures"/>: the device of the configuration behind which they were found.</summary>
    public string? Device { get; init; }

    /// <summary>Set for <see cref="JournalRecordKind.Figures"/>.</summary>
    public ImmutableArray<DeviceFigure> Figures { get; init; } = [];

    /// <summary>Set for <see cref="JournalRecordKind.Loss"/>: how many records were dropped before this one.</summary>
    public long Dropped { get; init; }

    /// <summary>
    /// Set where the record itself can no longer be read: what is wrong with it. It is then given as a <see cref="JournalRecordKind.Loss"/>
    /// of one, so that a reader can go on behind it.
    /// </summary>
    public string? Problem { get; init; }
}

/// <summary>How full the journal is, for the state topic.</summary>
/// <param name="Epoch">New whenever the journal is created.</param>
/// <param name="OldestSeq">The oldest record still kept, 0 when empty.</param>
/// <param name="LastSeq">The newest record, 0 when none was ever written.</param>
/// <param name="Bytes">What it takes on disk.</param>
/// <param name="Dropped">How many records were dropped for want of room, ever.</param>
public readonly record struct JournalStatus(string Epoch, long OldestSeq, long LastSeq, long Bytes, long Dropped);

/// <summary>The durable record of what the field said. One writer; any number of readers, each with its own cursor.</summary>
public interface IJournal : IAsyncDisposable
{
    /// <summary>The attributes of elements that were kept, the newest of each, in no particular order.</summary>
    ImmutableArray<ElementState> GetElements() => [];

    /// <summary>How many bytes a reader's note may have.</summary>
    const int MaximumNote = 512;

    /// <summary>How full it is.</summary>
    JournalStatus Status { get; }

    /// <summary>Writes the entry whole, in one transaction that is on the disk when this returns.</summary>
    /// <returns>The seq of the last record written, ever: unchanged when the entry holds nothing but a mark.</returns>
    /// <exception cref="JournalWriteException">The disk is full or fails; append again later.</exception>
    long Append(in JournalEntry entry);

    /// <summary>The mark last stored for a device, for its driver to begin with; null when there is none.</summary>
    /// <param name="device">The name of the device in the configuration.</param>
    ReadOnlyMemory<byte>? GetDeviceMark(string device);

    /// <summary>Reads records after a seq, in order of seq.</summary>
    /// <param name="afterSeq">The last record already handled; 0 for the beginning.</param>
    /// <param name="limit">How many at most.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    ImmutableArray<JournalRecord> Read(long afterSeq, int limit);

    /// <summary>
    /// Where a reader stands: the last seq that it has handled for good, 0 at first. From the first call on the reader is known,
    /// and dropping what it has not handled is a loss.
    /// </summary>
    long GetCursor(string reader);

    /// <summary>Moves a reader's cursor forward, durably; a seq behind the cursor changes nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The seq is beyond the last record.</exception>
    /// <exception cref="JournalWriteException">The disk is full or fails.</exception>
    void MoveCursor(string reader, long seq);

    /// <summary>
    /// Moves a reader's cursor and keeps a note beside it, both on the disk when this returns or neither. The seq may be the one where the
    /// cursor stands; a seq behind it changes nothing, the note neither.
    /// </summary>
    /// <param name="reader">The reader.</param>
    /// <param name="seq">The last seq that it has handled for good.</param>
    /// <param name="note">What only the reader understands; at most <see cref="MaximumNote"/> bytes. It takes the place of the one before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The seq is beyond the last record, or the note too long.</exception>
    /// <exception cref="JournalWriteException">The disk is full or fails.</exception>
    void MoveCursor(string reader, long seq, ReadOnlySpan<byte> note);

    /// <summary>The note last kept for a reader, or null when there is none.</summary>
    /// <param name="reader">The reader.</param>
    ReadOnlyMemory<byte>? GetNote(string reader);
}
