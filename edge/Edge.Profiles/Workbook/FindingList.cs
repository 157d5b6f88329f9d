using System.Collections.Immutable;

namespace Edge.Profiles.Workbook;

/// <summary>Gathers findings; bounded, so that a file full of mistakes does not drown the reader.</summary>
internal sealed class FindingList
{
    private const int Maximum = 1000;

    private readonly ImmutableArray<ProfileFinding>.Builder _findings = ImmutableArray.CreateBuilder<ProfileFinding>();
    private bool _full;

    public void Error(string sheet, int? row, string? column, string text, string hint) =>
        Add(new ProfileFinding(FindingSeverity.Error, sheet, row, column, text, hint));

    public void Warning(string sheet, int? row, string? column, string text, string hint) =>
        Add(new ProfileFinding(FindingSeverity.Warning, sheet, row, column, text, hint));

    public void Information(string sheet, int? row, string? column, string text, string hint) =>
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
                FindingSeverity.Error, "", null, null, $"There are more than {Maximum} findings.", "Correct these first, then import again."));
        }
    }

    public void AddRange(ImmutableArray<ProfileFinding> findings)
    {
        foreach (ProfileFinding finding in findings)
        {
            Add(finding);
        }
    }

    public ImmutableArray<ProfileFinding> ToImmutable() => _findings.ToImmutable();
}
