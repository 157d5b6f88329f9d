using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Dashboard.Historian.Postgres;

/// <summary>
/// Listens on a connection of its own to what the triggers of the tables say (LISTEN, NOTIFY). A connection that is lost is made again,
/// with a back-off, and then everything counts as changed: what was said meanwhile is not missed.
/// </summary>
public sealed class PostgresNotices : IChangeNotices
{
    /// <summary>How the connection is called in <c>pg_stat_activity</c>.</summary>
    public const string Name = "edge-dashboard listens";

    private const string Alarms = "edge_alarms";
    private const string Users = "edge_users";

    // A link that is cut without a word is found after this.
    private const int KeepAliveSeconds = 10;
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    private readonly string _connection;
    private readonly TimeProvider _time;
    private readonly ILogger<PostgresNotices> _logger;
    private volatile bool _isHeard;
    private bool _failed;

    /// <param name="connectionString">As of Npgsql.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public PostgresNotices(string connectionString, TimeProvider time, ILogger<PostgresNotices> logger)
    {
        NpgsqlConnectionStringBuilder settings = new(connectionString)
        {
            Pooling = false,
            KeepAlive = KeepAliveSeconds,
            ApplicationName = Name,
        };
        (_connection, _time, _logger) = (settings.ConnectionString, time, logger);
    }

    /// <inheritdoc />
    public event Action? AlarmsChanged;

    /// <inheritdoc />
    public event Action? UsersChanged;

    /// <inheritdoc />
    public bool IsHeard => _isHeard;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan pause = s_shortest;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(() => pause = s_shortest, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is DbException or IOException or SocketException or TimeoutException)
            {
                if (!_failed)
                {
                    Log.NoticesNotHeard(_logger, exception.Message);
                }

                _failed = true;
            }
            finally
            {
                _isHeard = false;
            }

            await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < s_longest ? pause * 2 : s_longest;
        }
    }

    private async Task ListenAsync(Action connected, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = new(_connection);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            connection.Notification += (_, said) => Say(said.Channel);
            NpgsqlCommand command = new($"LISTEN {Alarms}; LISTEN {Users}", connection);
            await using (command.ConfigureAwait(false))
            {
                _ = await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            connected();
            _isHeard = true;
            if (_failed)
            {
                Log.NoticesHeardAgain(_logger);
            }

            _failed = false;

            // What was said while nobody listened.
            Say(Alarms);
            Say(Users);
            while (true)
            {
                await connection.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Say(string channel)
    {
        if (channel == Alarms)
        {
            AlarmsChanged?.Invoke();
        }
        else
        {
            UsersChanged?.Invoke();
        }
    }
}
