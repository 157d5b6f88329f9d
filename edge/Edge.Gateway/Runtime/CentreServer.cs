using System.Collections.Immutable;
using Edge.Field.Mara.Outstation;

namespace Edge.Gateway.Runtime;

/// <summary>Makes the server of one entry of the configuration.</summary>
/// <param name="name">The name of the entry.</param>
/// <param name="options">What it is to do.</param>
/// <param name="image">What it shows.</param>
internal delegate OutstationServer ServerFactory(string name, OutstationOptions options, StationImage image);

/// <summary>
/// One place where control centres poll. It keeps its connections while the answer to a poll looks the same; with another layout the centre
/// must be set up anew anyway, so they are closed and a new server answers on the same port. What each centre has had stands in the journal
/// (ADR 0006).
/// </summary>
internal sealed class CentreServer(int index, ServerFactory make) : IAsyncDisposable
{
    private OutstationServer? _server;
    private OutstationOptions? _options;
    private StationImage? _image;
    private RunningLoop? _loop;

    /// <summary>The name of an entry of the configuration, as messages and <c>edge monitor</c> have it.</summary>
    public static string NameOf(int index) => $"northbound[{index}]";

    /// <summary>Its readers of the journal.</summary>
    public ImmutableArray<string> Readers => _server?.Readers ?? [];

    /// <summary>Makes the server right for a plan; one that is kept goes on running.</summary>
    /// <exception cref="GatewayStartException">The new one cannot be; there is then none.</exception>
    public async Task UseAsync(StationPlan plan)
    {
        OutstationOptions options = plan.Outstations[index];
        if (_server is null || options.Comaster != _options!.Comaster || !plan.Image.Shares(_image!, options.Comaster))
        {
            await DisposeAsync().ConfigureAwait(false);
            try
            {
                _server = make(NameOf(index), options, plan.Image);
            }
            catch (ArgumentException e)
            {
                throw new GatewayStartException($"{NameOf(index)}: {e.Message}", e);
            }
        }

        (_options, _image) = (options, plan.Image);
    }

    /// <summary>Begins to serve, if it does not already.</summary>
    public void Start(Action<RunningLoop> ended) => _loop ??= new RunningLoop($"northbound {_options!.Listen}", _server!.RunAsync, ended);

    /// <summary>Closes the connections and serves no more.</summary>
    public async Task StopAsync()
    {
        if (_loop is { } loop)
        {
            _loop = null;
            await loop.StopAsync().ConfigureAwait(false);
            loop.Dispose();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _server?.Dispose();
        _server = null;
    }
}
