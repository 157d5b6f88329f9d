using Edge.Pipeline;
using Microsoft.Extensions.Logging;
using TestKit;
using TestKit.Brokers;

namespace Edge.EndToEnd.Tests.Steps;

/// <summary>The whole road of the records of one station, on which parts are stopped once, at a step.</summary>
/// <param name="step">The step.</param>
/// <param name="parts">What is stopped.</param>
internal sealed class Road(Step step, Parts parts) : IAsyncDisposable
{
    // What was lost on the way is sent again after 10 s, and after 20 s more.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly Trap _trap = new(step);
    private readonly FieldPart _field = new();
    private readonly SortedDictionary<long, string[]> _recorded = [];
    private readonly List<IAsyncDisposable> _killed = [];
    private MosquittoBroker? _broker;
    private GatewayPart? _gateway;
    private HistorianPart? _historian;
    private string _historianFolder = "";
    private bool _isMended;

    /// <summary>What was recorded, and what the historian holds.</summary>
    internal async Task<(string[] Recorded, string[] Held)> RunAsync(CancellationToken stop)
    {
        _broker = await MosquittoBroker.StartAsync(stop);
        StartHistorian(Folder("historian-1"));
        _gateway = new GatewayPart(Folder("gateway-1"), _broker.Port, _field.Clock, _trap);
        for (int i = 0; i < FieldPart.Before; i++)
        {
            _field.Append(_gateway.Journal);
        }

        _gateway.Run();
        await HandledAsync(stop);
        _trap.Arm(Stop);
        while (FieldPart.Done(_gateway.Journal) is var done && done < _field.Count)
        {
            // The last scan drops what everybody has: all of it is handled before.
            if (done == FieldPart.Armed)
            {
                await HandledAsync(stop);
            }

            if (FieldPart.Done(_gateway.Journal) == done)
            {
                _field.Append(_gateway.Journal);
            }

            await MendAsync(stop);
        }

        await HandledAsync(stop);
        Assert.True(_trap.IsSprung, $"{step} was not reached.");

        // One loss is wanted.
        Assert.Equal("", string.Join('\n', _gateway.Said.All.Where(note => note.Level >= LogLevel.Warning && note.Id != 3005)));
        string[] recorded = [.. _recorded.Values.SelectMany(lines => lines).Order(StringComparer.Ordinal)];
        string file = HistorianPart.PathIn(_historianFolder);

        // An event that came by its own topic before the state that announces it finds its place a little later.
        await Eventually.ElseBelowAsync(Eventually.TrueAsync(
            () => recorded.SequenceEqual(Contents.Of(file)), "the historian holds what was recorded", stop, TimeSpan.FromSeconds(10)));
        return (recorded, Contents.Of(file));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable? part in new IAsyncDisposable?[] { _gateway, _historian, _broker }.Concat(_killed))
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }

        _folder.Dispose();
    }

    // As a power cut of all parts that stop: first nothing comes through any more.
    private void Stop()
    {
        if (parts.HasFlag(Parts.Broker))
        {
            _broker!.KillAsync().GetAwaiter().GetResult();
        }

        if (parts.HasFlag(Parts.Gateway))
        {
            _gateway!.Kill(_folder.At("gateway-2"));
        }

        if (parts.HasFlag(Parts.Historian))
        {
            _historian!.Kill(_folder.At("historian-2"));
        }
    }

    // All that was stopped starts again.
    private async Task MendAsync(CancellationToken stop)
    {
        if (!_trap.IsSprung || _isMended)
        {
            return;
        }

        _isMended = true;
        if (parts.HasFlag(Parts.Broker))
        {
            await _broker!.StartAgainAsync(stop);
        }

        if (parts.HasFlag(Parts.Historian))
        {
            _killed.Add(_historian!);
            StartHistorian(_folder.At("historian-2"));
        }

        if (parts.HasFlag(Parts.Gateway))
        {
            _killed.Add(_gateway!);
            _gateway = new GatewayPart(_folder.At("gateway-2"), _broker!.Port, _field.Clock, _trap);
            Assert.Equal(0, _gateway.Said.Count(3001));
            _gateway.Run();
        }
    }

    // Until the cursors of the journal are at its end. What is recorded then is what the historian must hold.
    private async Task HandledAsync(CancellationToken stop)
    {
        await Eventually.TrueAsync(
            async () =>
            {
                await MendAsync(stop);
                return _gateway!.IsEverythingHandled && (_isMended || !_trap.IsSprung);
            },
            $"everything is handled ({step}, {parts})", stop, s_patience);
        IJournal journal = _gateway!.Journal;
        foreach (JournalRecord record in journal.Read(0, 1000))
        {
            _recorded[record.Seq] = [.. Contents.Of(record, journal.Status.Runs)];
        }
    }

    private void StartHistorian(string folder)
    {
        _historianFolder = folder;
        _historian = new HistorianPart(folder, _broker!.Port, _trap);
    }

    private string Folder(string name) => Directory.CreateDirectory(_folder.At(name)).FullName;
}
