using System.Text;
using Edge.Journal.Pages;
using Edge.Pipeline;

namespace Edge.Journal;

/// <summary>A leaf with at least one sound record.</summary>
/// <param name="Place">Where it is in the <see cref="PageFile"/>.</param>
/// <param name="Table">Which records.</param>
/// <param name="First">The lowest seq.</param>
/// <param name="Last">The highest seq.</param>
internal readonly record struct SalvageLeaf(int Place, RowTable Table, long First, long Last);

/// <summary>A part of a table that could not be read.</summary>
/// <param name="Table">The table.</param>
/// <param name="First">The lowest sound seq of the page, or null where nothing of it is sound.</param>
/// <param name="Last">The highest sound seq of the page; where nothing of it is sound, the highest that it may hold.</param>
internal readonly record struct SalvageHole(RowTable Table, long? First, long Last);

/// <summary>What a damaged file holds: every page is looked at by itself, in the file and in the log.</summary>
internal sealed class SalvageScan
{
    private readonly PageFile _file;
    private readonly RowReader _rows;
    private readonly byte[] _page;
    private readonly PageState[] _states;
    private readonly Dictionary<int, List<(int Page, long Highest)>> _interiors = [];
    private readonly Dictionary<int, (long First, long Last)> _hurt = [];
    private readonly Dictionary<(string Tag, long Attribute), (long Seq, byte[] Body)> _operators = [];

    public SalvageScan(PageFile file, CancellationToken stop)
    {
        _file = file;
        _rows = new RowReader(file);
        _page = new byte[file.PageSize];
        _states = new PageState[file.LastPage + 1];
        for (int place = 0; place < file.Places; place++)
        {
            stop.ThrowIfCancellationRequested();
            Look(place);
        }

        Leaves.Sort((a, b) => a.First.CompareTo(b.First));
    }

    private enum PageState : byte
    {
        Unreadable = 0,
        Sample = (byte)RowTable.Sample,
        Event = (byte)RowTable.Event,
        Other = 3,
    }

    /// <summary>All versions of leaves, by their first record.</summary>
    public List<SalvageLeaf> Leaves { get; } = [];

    /// <summary>What of the small tables was found; the newest of each.</summary>
    public Bookkeeping Books { get; } = new();

    /// <summary>The attributes of elements that were found, by tag and attribute.</summary>
    public Dictionary<(string Tag, long Attribute), byte[]> Elements { get; } = [];

    /// <summary>The highest seq of a sound record in a table.</summary>
    public long LastOf(RowTable table) => Leaves.Where(leaf => leaf.Table == table).Select(leaf => leaf.Last).DefaultIfEmpty().Max();

    /// <summary>Hands the sound records of a leaf over, in order of seq.</summary>
    public void Read(SalvageLeaf leaf, RowAction action)
    {
        if (!_file.TryRead(leaf.Place, _page))
        {
            return;
        }

        TreePage page = new(_page, _file.NumberOf(leaf.Place));
        long last = 0;
        for (int i = 0; i < page.Cells; i++)
        {
            SalvagedRow row = Row(page, i);
            if (row.Table == leaf.Table && row.Number > last)
            {
                last = row.Number;
                action(row);
            }
        }
    }

    /// <summary>
    /// Attributes that the table of elements lacks, as far as operators set them: their records tell the same.
    /// </summary>
    public void AddElementsOfOperators(Dictionary<(string Tag, long Attribute), byte[]> to)
    {
        foreach ((var key, (_, byte[] body)) in _operators)
        {
            _ = to.TryAdd(key, body);
        }
    }

    /// <summary>The parts of the tables of records that could not be read, as far as the pages above them say it.</summary>
    public IEnumerable<SalvageHole> Holes()
    {
        foreach ((int page, (long first, long last)) in _hurt)
        {
            yield return new SalvageHole((RowTable)_states[page], first, last);
        }

        foreach (List<(int Page, long Highest)> children in _interiors.Values)
        {
            RowTable table = children.Select(child => StateOf(child.Page)).FirstOrDefault(IsRecords) is PageState.Sample
                ? RowTable.Sample
                : RowTable.Event;
            bool ofTags = children.Any(child => StateOf(child.Page) == PageState.Other)
                && !children.Any(child => IsRecords(StateOf(child.Page)));
            foreach ((int page, long highest) in children)
            {
                if (StateOf(page) == PageState.Unreadable && !ofTags)
                {
                    yield return new SalvageHole(table, null, highest);
                }
            }
        }
    }

    private static bool IsRecords(PageState state) => state is PageState.Sample or PageState.Event;

    private PageState StateOf(int page) => page > 0 && page < _states.Length ? _states[page] : PageState.Unreadable;

    private void Look(int place)
    {
        int number = _file.NumberOf(place);
        if (number >= _states.Length)
        {
            return;
        }

        // The newest version counts; it is looked at last.
        _states[number] = PageState.Unreadable;
        _ = _interiors.Remove(number);
        _ = _hurt.Remove(number);
        if (!_file.TryRead(place, _page))
        {
            return;
        }

        TreePage page = new(_page, number);
        switch (page.Kind)
        {
            case TreePageKind.TableLeaf:
                LookAtRows(place, number, page);
                break;
            case TreePageKind.TableInterior:
                LookAtChildren(number, page);
                break;
            case TreePageKind.IndexLeaf:
                LookAtBooks(page);
                _states[number] = PageState.Other;
                break;
            default:
                break;
        }
    }

    private void LookAtRows(int place, int number, in TreePage page)
    {
        RowTable table = RowTable.None;
        long first = 0;
        long last = 0;
        int sound = 0;
        for (int i = 0; i < page.Cells; i++)
        {
            SalvagedRow row = Row(page, i);
            if (row.Table == RowTable.None || row.Number <= last || (table != RowTable.None && row.Table != table))
            {
                continue;
            }

            (table, last) = (row.Table, row.Number);
            first = sound++ == 0 ? row.Number : first;
            Note(row);
        }

        if (table is RowTable.Sample or RowTable.Event)
        {
            _states[number] = (PageState)table;
            Leaves.Add(new SalvageLeaf(place, table, first, last));
            if (sound < page.Cells)
            {
                _hurt[number] = (first, last);
            }
        }
        else if (table == RowTable.Tag || page.Cells == 0 || number == 1)
        {
            _states[number] = PageState.Other;
        }
    }

    private SalvagedRow Row(in TreePage page, int index) =>
        _rows.TryRead(page, index, out long number, out ReadOnlySpan<byte> payload) ? SalvagedRow.Of(number, payload) : default;

    private void Note(in SalvagedRow row)
    {
        if (row.Table == RowTable.Tag)
        {
            Books.TakeTag(Encoding.UTF8.GetString(row.Body), row.Number);
        }
        else if (row.Table == RowTable.Event && row.Kind == (long)JournalRecordKind.Operator)
        {
            BodyReader body = new(row.Body);
            ElementState state = ElementCodec.Read(ref body);
            var key = (state.Tag, (long)state.Attribute);
            if (body.Fault is null && (!_operators.TryGetValue(key, out var known) || known.Seq < row.Number))
            {
                _operators[key] = (row.Number, row.Body.ToArray());
            }
        }
    }

    private void LookAtChildren(int number, in TreePage page)
    {
        List<(int Page, long Highest)> children = [];
        long before = long.MinValue;
        for (int i = 0; i < page.Cells; i++)
        {
            if (!page.TryChild(i, out int child, out long highest) || highest <= before || child >= _states.Length)
            {
                return;
            }

            before = highest;
            children.Add((child, highest));
        }

        children.Add((page.RightChild, long.MaxValue));
        _interiors[number] = children;
        _states[number] = PageState.Other;
    }

    private void LookAtBooks(in TreePage page)
    {
        for (int i = 0; i < page.Cells; i++)
        {
            if (_rows.TryRead(page, i, out _, out ReadOnlySpan<byte> payload))
            {
                TakeBook(payload);
            }
        }
    }

    private void TakeCheckpoint(string device, in Field bytes, long number)
    {
        if (number >= (Books.Checkpoints.GetValueOrDefault(device)?.Number ?? 0))
        {
            Books.Checkpoints[device] = new(bytes.Bytes.ToArray(), number, isInFile: true);
        }
    }

    // meta := name value; cursor := reader seq note?; mark := device body number?; element := tag attribute body.
    private void TakeBook(ReadOnlySpan<byte> payload)
    {
        Fields fields = new(payload);
        if (!fields.TryNext(out Field key) || key.Text is not { Length: > 0 } name || !fields.TryNext(out Field second))
        {
            return;
        }

        if (fields.AtEnd)
        {
            if (second.IsBlob)
            {
                TakeCheckpoint(name, second, 0);
            }
            else
            {
                Books.TakeMeta(name, second.Text ?? "", second.Integer);
            }
        }
        else if (second.IsBlob && fields.TryNext(out Field number) && number.IsInteger && fields.AtEnd)
        {
            TakeCheckpoint(name, second, number.Integer);
        }
        else if (second.IsInteger && fields.TryNext(out Field third) && fields.AtEnd)
        {
            BodyReader body = new(third.Bytes);
            if (third.IsBlob && ElementCodec.Read(ref body).Tag == name && body.Fault is null)
            {
                Elements[(name, second.Integer)] = third.Bytes.ToArray();
            }
            else if (third.IsNull || third.IsBlob)
            {
                Books.TakeCursor(name, second.Integer, third.IsNull ? null : third.Bytes.ToArray());
            }
        }
    }
}

/// <summary>Takes one sound record.</summary>
internal delegate void RowAction(in SalvagedRow row);
