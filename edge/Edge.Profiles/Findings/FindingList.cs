using System.Collections.Immutable;
using Edge.Formulas.Findings;

namespace Edge.Profiles.Findings;

/// <summary>Collects findings; bounded, so that a file with many mistakes gives a readable list.</summary>
internal sealed class FindingList
{
    /// <summary>The key that means all rows of a sheet.</summary>
    public const string Everything = "*";

    private const int Maximum = 1000;

    private readonly ImmutableArray<ProfileFinding>.Builder _findings = ImmutableArray.CreateBuilder<ProfileFinding>();
    private readonly ImmutableHashSet<string>.Builder _dropped = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
    private bool _full;

    /// <summary>How many errors there are.</summary>
    public int Errors => _findings.Count(finding => finding.Severity == FindingSeverity.Error);

    /// <summary>The keys of rows that were not usable, as <c>di.TAG</c>, <c>color.5</c>, <c>screens.NAME</c>.</summary>
    public ImmutableHashSet<string> Dropped => _dropped.ToImmutable();

    public void Error(string sheet, int? row, string? column, Phrase text, Phrase hint) =>
        Add(new ProfileFinding(FindingSeverity.Error, sheet, row, column, text, hint));

    public void Warning(string sheet, int? row, string? column, Phrase text, Phrase hint) =>
        Add(new ProfileFinding(FindingSeverity.Warning, sheet, row, column, text, hint));

    public void Information(string sheet, int? row, string? column, Phrase text, Phrase hint) =>
        Add(new ProfileFinding(FindingSeverity.Information, sheet, row, column, text, hint));

    public void Add(ProfileFinding finding)
    {
        if (_findings.Count < Maximum)
        {
            _findings.Add(finding);
        }
        else if (!_full)
        {
            _full = true;
            _findings.Add(new ProfileFinding(
                FindingSeverity.Error, "", null, null, $"There are more than {Maximum} findings.",
                $"Correct these first, then import again."));
        }
    }

    public void AddRange(ImmutableArray<ProfileFinding> findings)
    {
        foreach (ProfileFinding finding in findings)
        {
            Add(finding);
        }
    }

    /// <summary>Marks a row as not usable: rows that refer to it get no finding for that.</summary>
    /// <param name="sheet">The name of the sheet, folded.</param>
    /// <param name="key">The name of the row in other sheets.</param>
    public void Drop(string sheet, string? key)
    {
        if (!string.IsNullOrEmpty(key))
        {
            _dropped.Add($"{sheet}.{key}");
        }
    }

    /// <summary>Marks a whole sheet as not usable.</summary>
    /// <param name="sheet">The name of the sheet, folded.</param>
    public void DropSheet(string sheet) => _dropped.Add($"{sheet}.{Everything}");

    /// <summary>Whether a whole sheet was not usable.</summary>
    public bool IsDropped(string sheet) => _dropped.Contains($"{sheet}.{Everything}");

    /// <summary>Whether a row was not usable.</summary>
    public bool IsDropped(string sheet, string key) => _dropped.Contains($"{sheet}.{key}") || IsDropped(sheet);

    public ImmutableArray<ProfileFinding> ToImmutable() => _findings.ToImmutable();
}
