using Edge.Profiles.Findings;
using Edge.Profiles.Workbook;

namespace Edge.Fuzz;

/// <summary>Workbooks, .xlsx and .xls, with damaged bytes: read as far as they hold, or refused with a finding.</summary>
internal sealed class WorkbookTarget : FuzzTarget
{
    private static readonly WorkbookBounds Bounds = new(16 * 1024 * 1024, 1000);

    private readonly byte[][] _workbooks = Corpus.Workbooks();
    private readonly List<(int At, byte Value)> _changes = [];
    private int _workbook;

    public override string Name => "workbook";

    protected override void Check()
    {
        _workbook = Dice.Next(_workbooks.Length);
        byte[] bytes = [.. _workbooks[_workbook]];
        _changes.Clear();
        for (int changes = 1 + Dice.Next(12); changes > 0; changes--)
        {
            // The headers and directories at both ends matter most.
            int at = Dice.Next(4) switch
            {
                0 => Dice.Next(Math.Min(1024, bytes.Length)),
                1 => bytes.Length - 1 - Dice.Next(Math.Min(2048, bytes.Length)),
                _ => Dice.Next(bytes.Length),
            };
            bytes[at] = Dice.OneIn(2) ? (byte)(bytes[at] ^ (1 << Dice.Next(8))) : (byte)Dice.Raw();
            _changes.Add((at, bytes[at]));
        }

        if (Dice.OneIn(10))
        {
            bytes = bytes[..Dice.Next(bytes.Length)];
        }

        var findings = new FindingList();
        WorkbookFile? file = WorkbookFile.Read(bytes, Bounds, findings);
        Holds(file is not null || findings.ToImmutable().Length > 0, "a workbook that cannot be read says why");
    }

    protected override string Describe() =>
        $"workbook {_workbook} with {string.Join(", ", _changes.Select(c => $"[{c.At}] = {c.Value:X2}"))}";
}
