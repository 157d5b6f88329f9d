using Edge.Field.Mara.Outstation;
using Edge.Journal;
using Edge.Mqtt;
using Edge.Pipeline;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Runtime;

/// <summary>The cursors of the historians in the journal.</summary>
internal static class HistorianReaders
{
    /// <summary>
    /// Removes the cursors of historians that are not in the configuration: a removed one acknowledges nothing any more, and the journal
    /// would keep all records for it.
    /// </summary>
    /// <param name="present">The historians of the configuration.</param>
    /// <param name="journal">The journal.</param>
    /// <param name="logger">Logs what is removed.</param>
    public static void RemoveOthers(IEnumerable<string> present, SqliteJournal journal, ILogger logger)
    {
        try
        {
            foreach (string reader in journal.Readers.Where(IsHistorian).Except(present))
            {
                journal.ForgetReader(reader);
                Log.HistorianForgotten(logger, reader);
            }
        }
        catch (JournalWriteException failure)
        {
            // Not fatal: the next start tries again.
            Log.HistoriansNotForgotten(logger, failure.Message);
        }
    }

    private static bool IsHistorian(string reader) =>
        reader != MqttPublisher.CursorName && !reader.StartsWith(OutstationServer.ReaderPrefix, StringComparison.Ordinal);
}
