using System.Collections.Immutable;
using Edge.Field.Mara.Outstation;

namespace Edge.Gateway.Runtime;

/// <summary>Makes the server of one entry of the configuration.</summary>
/// <param name="name">The name of the entry.</param>
/// <param name="options">Its options.</param>
/// <param name="image">The image that it serves.</param>
internal delegate OutstationServer ServerFactory(string name, OutstationOptions options, StationImage image);

/// <summary>
/// One port where control centres poll. It keeps its connections while a new profile has the same layout of the answer. With another layout
/// the centre needs new settings anyway: the connections are closed, and a new server answers on the same port. The journal knows which
/// events each centre has received (ADR 0006).
/// </summary>
internal sealed class CentreServer(int index, ServerFactory make) : IAsyncDisposable
{
    private OutstationServer? _server;
    private OutstationOptions? _options;
    private StationImage? _image;
    private RunningLoop? _loop;

    /// <summary>The name of an entry of the configuration in messages and in <c>edge monitor</c>.</summary>
    public static string NameOf(int index) => $"northbound[{index}]";

    /// <summary>Its readers of the journal.</summary>
    public ImmutableArray<string> Readers => _server?.Readers ?? [];

    /// <summary>Uses another plan; a server that is kept continues to run.</summary>
    /// <exception cref="GatewayStartException">The new server cannot be made; there is then none.</exception>
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
                throw new GatewayStartException($"{NameOf(index)}: {WordedException.TextOf(e)}", e);
            }
        }

        (_options, _image) = (options, plan.Image);
    }

    /// <summary>Starts the server, unless it runs already.</summary>
    public void Start(Action<RunningLoop> ended) => _loop ??= new RunningLoop($"northbound {_options!.Listen}", _server!.RunAsync, ended);

    /// <summary>Stops the server and closes its connections.</summary>
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
