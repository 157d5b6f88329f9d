using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Edge.Mqtt.Tests;

/// <summary>Counts what the publisher says, by the id of the event.</summary>
internal sealed class LogRecord : ILogger<MqttPublisher>
{
    private readonly ConcurrentQueue<int> _ids = [];

    public int Count(int id) => _ids.Count(seen => seen == id);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _ids.Enqueue(eventId.Id);
}
