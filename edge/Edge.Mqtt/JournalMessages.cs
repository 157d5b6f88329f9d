using Edge.Contracts;
using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Mqtt;

/// <summary>Records of the journal in the words of the contract, for programs that read the journal and publish nothing.</summary>
public static class JournalMessages
{
    /// <summary>An event, what an operator did, or a loss.</summary>
    /// <param name="epoch">The epoch of the journal.</param>
    /// <param name="record">The record.</param>
    public static EventMessage Event(string epoch, JournalRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Messages.Event(epoch, record);
    }

    /// <summary>An energy.</summary>
    /// <param name="epoch">The epoch of the journal.</param>
    /// <param name="record">The record.</param>
    public static EnergyMessage Energy(string epoch, JournalRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Messages.Energy(epoch, record);
    }

    /// <summary>The word for the times of a record where the clock of the gateway was not synchronised; null else.</summary>
    public static string? Doubt(JournalRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Words.Doubt(record.Clock);
    }

    /// <summary>How good something is, and why not.</summary>
    public static (QualityName Quality, string? Reason) Quality(QualityState quality) =>
        (Words.Quality(quality.Level), Words.Reason(quality.Reason));

    /// <summary>A value.</summary>
    /// <param name="time">The time of its record.</param>
    /// <param name="sample">The value.</param>
    public static TagMessage Sample(DateTimeOffset time, in Sample sample) => new()
    {
        Value = double.IsFinite(sample.Value) ? sample.Value : null,
        Raw = Words.Raw(sample.Raw),
        Quality = Words.Quality(sample.Quality.Level),
        Reason = Words.Reason(sample.Quality.Reason),
        Flags = Words.Flags(sample.Quality.Flags),
        Time = time,
    };
}
