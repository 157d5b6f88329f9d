using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TestKit.Logs;

/// <summary>One line of a log.</summary>
public readonly record struct Note(LogLevel Level, int Id, string Text);

/// <summary>Keeps what was logged.</summary>
public class Notes : ILogger
{
    private readonly ConcurrentQueue<Note> _notes = [];

    /// <summary>Runs at each line, once it is kept.</summary>
    public Action<Note>? Written { get; init; }

    /// <summary>Every line, in the order in which they came.</summary>
    public IReadOnlyCollection<Note> All => _notes;

    /// <summary>The lines of errors and worse.</summary>
    public IEnumerable<string> Errors => _notes.Where(note => note.Level >= LogLevel.Error).Select(note => note.Text);

    /// <summary>The lines of one level.</summary>
    public IEnumerable<string> At(LogLevel level) => _notes.Where(note => note.Level == level).Select(note => note.Text);

    /// <summary>The lines of one event.</summary>
    public IEnumerable<string> Of(int id) => _notes.Where(note => note.Id == id).Select(note => note.Text);

    /// <summary>The line of an event that was logged once.</summary>
    public string TextOf(int id) => Of(id).Single();

    /// <summary>How often an event was logged.</summary>
    public int Count(int id) => _notes.Count(note => note.Id == id);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Note note = new(logLevel, eventId.Id, formatter(state, exception));
        _notes.Enqueue(note);
        Written?.Invoke(note);
    }
}

/// <summary>The same, where the logger of one class is asked for.</summary>
public sealed class Notes<T> : Notes, ILogger<T>;

/// <summary>Lets all loggers of a program write into the same notes.</summary>
public sealed class NotesProvider(Notes notes) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => notes;

    /// <summary>Nothing: the notes can be read afterwards.</summary>
    public void Dispose()
    {
    }
}
