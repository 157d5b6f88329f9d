using Dashboard.Alarms;

namespace Dashboard.Ingest.Records;

/// <summary>Finds out how something is that the centre watches.</summary>
public interface ICentreProbe
{
    /// <summary>How everything is that it watches; what is not known is left out.</summary>
    /// <param name="standing">What is in alarm now, of all that the centre watches.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Historian.HistorianException">The database cannot be asked.</exception>
    Task<IReadOnlyList<CentreFault>> LookAsync(IReadOnlyList<Alarm> standing, CancellationToken cancellationToken);

    /// <summary>Another dashboard looks: what waits here to be said, and was said there, is dropped.</summary>
    void Rest()
    {
    }
}
