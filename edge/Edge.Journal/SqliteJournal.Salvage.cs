using Edge.Pipeline;

namespace Edge.Journal;

/// <content>What happens when the file turns out to be damaged (ADR 0018).</content>
public sealed partial class SqliteJournal
{
    /// <inheritdoc/>
    public event Action? SalvageChanged;

    /// <summary>For tests: how many pages the disk has room for while a file is salvaged; 0: as many as there are.</summary>
    internal long RoomForSalvage { get; set; }

    private void Report(JournalSalvage salvage)
    {
        lock (_statusLock)
        {
            // That of a salvage that is done stands there already, with what is lost.
            _status = salvage.Status == JournalSalvageStatus.Done ? _status : _status with { Salvage = salvage };
        }

        SalvageChanged?.Invoke();
    }

    private void Salvage(string reason, CancellationToken stop)
    {
        lock (_writing)
        {
            _swapping.EnterWriteLock();
            try
            {
                Abandon();
                _readers.Clear();
                Salvager salvager = new(_options, _clock, _logger, _sideFile) { RoomForPages = RoomForSalvage };
                salvager.Run(reason, _books, stop);
                _writer = JournalFile.Reopen(_options.Path, _runs.Present, _sideFile);
                _books = _writer.Books;
                UpdateStatus(_writer);
            }
            finally
            {
                _swapping.ExitWriteLock();
            }
        }
    }
}
