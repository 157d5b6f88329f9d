using Edge.Gateway.Runtime;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Hosting;

/// <summary>The exit code of the process: the host itself would return 0 even after one of its services failed.</summary>
public sealed class ExitState
{
    /// <summary>The exit code after a part of the program failed.</summary>
    public const int Failed = 1;

    private int _code;

    /// <summary>0 while nothing failed.</summary>
    public int Code => Volatile.Read(ref _code);

    /// <summary>Records that a part failed which the process cannot do without.</summary>
    public void Fail() => Volatile.Write(ref _code, Failed);
}

/// <summary>
/// One loop of the gateway as a service of the host. A loop that fails, or ends by itself, ends the process with an exit code
/// that makes the service manager start it again: a gateway without one of its loops would seem to work.
/// </summary>
/// <param name="name">The name of the loop in the logs.</param>
/// <param name="run">The loop; returns when it is stopped.</param>
/// <param name="exit">Records a failure.</param>
/// <param name="lifetime">The host.</param>
/// <param name="logger">Logs a failure.</param>
public sealed class Worker(
    string name, Func<CancellationToken, Task> run, ExitState exit, IHostApplicationLifetime lifetime, ILogger<Worker> logger)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Yield();
            await run(stoppingToken).ConfigureAwait(false);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            Log.WorkerEnded(logger, name);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
        catch (LoopFailedException failure) when (failure.InnerException is { } inner)
        {
            Log.WorkerFailed(logger, inner, failure.Loop);
        }
        catch (LoopFailedException ended)
        {
            Log.WorkerEnded(logger, ended.Loop);
        }
#pragma warning disable CA1031 // Every exception ends the process.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.WorkerFailed(logger, failure, name);
        }

        exit.Fail();
        lifetime.StopApplication();
    }
}
