using System.Collections.Concurrent;
using Edge.Field.Mara.Bus;
using Edge.Field.Mara.Concentrator;
using Microsoft.Extensions.Logging;

namespace TestKit.Logs;

/// <summary>Keeps what was logged.</summary>
public sealed class Notes : ILogger<MaraTcpDriver>, ILogger<MaraBusDriver>
{
    private readonly ConcurrentQueue<(LogLevel Level, int Id, string Text)> _entries = [];

    public IReadOnlyCollection<(LogLevel Level, int Id, string Text)> All => _entries;

    public IEnumerable<string> Errors => _entries.Where(e => e.Level >= LogLevel.Error).Select(e => e.Text);

    public int Count(int id) => _entries.Count(e => e.Id == id);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((logLevel, eventId.Id, formatter(state, exception)));
}
