namespace Dashboard.Historian.Audit;

/// <summary>Checks lines in their order.</summary>
internal sealed class AuditCheck
{
    private readonly List<AuditFault> _faults = [];
    private long _lines;
    private long _last;
    private ReadOnlyMemory<byte> _hash = AuditChain.Start;

    /// <summary>The next line that is there.</summary>
    internal void Add(AuditEntry entry)
    {
        bool follows = entry.Id == _last + 1;
        if (!follows)
        {
            Note(_last + 1, AuditFaultKind.Missing);
        }
        else if (!entry.Hash.Span.SequenceEqual(AuditChain.HashOf(_hash, entry.Id, entry.Act)))
        {
            Note(entry.Id, AuditFaultKind.Changed);
        }

        // From here on the line itself is believed: each fault is named once.
        (_lines, _last, _hash) = (_lines + 1, entry.Id, entry.Hash);
    }

    /// <summary>All lines were read.</summary>
    /// <param name="last">The number that is noted of the last line.</param>
    /// <param name="hash">Its hash that is noted.</param>
    internal AuditVerdict Finish(long last, ReadOnlyMemory<byte> hash)
    {
        if (_last < last)
        {
            Note(_last + 1, AuditFaultKind.Missing);
        }
        else if (_last > last)
        {
            Note(last + 1, AuditFaultKind.Added);
        }
        else if (!_hash.Span.SequenceEqual(hash.Span))
        {
            Note(_last, AuditFaultKind.Changed);
        }

        return new AuditVerdict(_lines, _last, _hash, [.. _faults]);
    }

    private void Note(long id, AuditFaultKind kind)
    {
        if (_faults.Count < AuditVerdict.MostFaults && !_faults.Contains(new AuditFault(id, kind)))
        {
            _faults.Add(new AuditFault(id, kind));
        }
    }
}
