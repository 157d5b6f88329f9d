using Edge.Journal.Pages;
using Edge.Pipeline;

namespace Edge.Journal;

/// <summary>The table that a salvaged row is of.</summary>
internal enum RowTable : byte
{
    None = 0,
    Sample = 1,
    Event = 2,
    Tag = 3,
}

/// <summary>
/// A row of a table with row numbers, known by its shape: a damaged file does not say which page belongs to which table. The rows of
/// records have a check of their own (<see cref="BodyReader"/>), so noise does not pass for one.
/// </summary>
internal readonly ref struct SalvagedRow
{
    // Beyond any number that a journal reaches.
    private const long LargestNumber = 1L << 53;
    private const int LongestTag = 512;

    public RowTable Table { get; private init; }

    public long Number { get; private init; }

    public long Time { get; private init; }

    public long Kind { get; private init; }

    /// <summary>The body of a record, or the name of a tag.</summary>
    public ReadOnlySpan<byte> Body { get; private init; }

    public static SalvagedRow Of(long number, ReadOnlySpan<byte> payload)
    {
        Fields fields = new(payload);
        if (number is < 1 or > LargestNumber || !fields.TryNext(out Field key) || !key.IsNull || !fields.TryNext(out Field first))
        {
            return default;
        }

        if (first.IsText)
        {
            return fields.AtEnd && first.Text is { Length: > 0 and <= LongestTag }
                ? new SalvagedRow { Table = RowTable.Tag, Number = number, Body = first.Bytes }
                : default;
        }

        if (!first.IsInteger || !fields.TryNext(out Field second))
        {
            return default;
        }

        if (second.IsBlob)
        {
            // Rows of schema 1 have no kind.
            long kind = fields.AtEnd ? 0 : fields.TryNext(out Field last) && last.IsInteger ? last.Integer : -1;
            return Record(fields, RowTable.Sample, number, first.Integer, kind, second.Bytes);
        }

        return second.IsInteger && fields.TryNext(out Field body) && body.IsBlob
            ? Record(fields, RowTable.Event, number, second.Integer, first.Integer, body.Bytes)
            : default;
    }

    private static SalvagedRow Record(Fields rest, RowTable table, long number, long time, long kind, ReadOnlySpan<byte> body)
    {
        bool known = RecordTables.IsSample((JournalRecordKind)Math.Clamp(kind, 0, byte.MaxValue))
            ? table == RowTable.Sample
            : table == RowTable.Event;
        return known && kind is >= 0 and <= byte.MaxValue && rest.AtEnd
            && time >= DateTimeOffset.MinValue.Ticks && time <= DateTimeOffset.MaxValue.Ticks && new BodyReader(body).Fault is null
            ? new SalvagedRow { Table = table, Number = number, Time = time, Kind = kind, Body = body }
            : default;
    }
}
