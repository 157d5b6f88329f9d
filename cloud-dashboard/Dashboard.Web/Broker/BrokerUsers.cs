using System.Security.Cryptography;
using System.Text;
using Dashboard.Web.Users;

namespace Dashboard.Web.Broker;

/// <summary>The users of the embedded broker, read again when their file changes, and the check of their passwords.</summary>
internal sealed class BrokerUsers : IDisposable
{
    private const int MaximumVerified = 4096;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly PasswordGate _gate;
    private readonly ILogger _logger;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Lock _lock = new();
    private readonly HashSet<string> _verified = new(StringComparer.Ordinal);
    private readonly BrokerUser _unknown;
    private Dictionary<string, BrokerUser> _users;
    private (DateTime Written, long Length) _seen;
    private ITimer? _timer;

    /// <summary>Reads the file.</summary>
    /// <exception cref="StartupException">The file is wrong.</exception>
    internal BrokerUsers(string path, PasswordGate gate, ILogger logger)
    {
        (_path, _gate, _logger) = (path, gate, logger);
        _seen = Look();
        _users = Read();
        _unknown = BrokerUserFile.Make("unknown", BrokerRole.Reader, null, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
    }

    /// <summary>A user was taken away, or may do other things than before: what is open under that name must end.</summary>
    internal event Action<string>? Changed;

    /// <summary>Whether there is no user, so that who comes from this machine needs none.</summary>
    internal bool IsEmpty => _users.Count == 0;

    /// <summary>Looks at the file each second from now on.</summary>
    internal void Watch(TimeProvider time) => _timer = time.CreateTimer(_ => Reload(), null, LookEvery, LookEvery);

    /// <summary>Who logs in, or null when name or password are wrong; refused when too many passwords wait for their check.</summary>
    internal async Task<Gated<BrokerIdentity>> LogInAsync(string name, string password, CancellationToken cancellationToken)
    {
        if (password.Length > BrokerUserFile.MaximumPassword)
        {
            return default;
        }

        BrokerUser? user = _users.GetValueOrDefault(name);
        string proof = Proof(user ?? _unknown, password);
        lock (_lock)
        {
            if (user is not null && _verified.Contains(proof))
            {
                return new Gated<BrokerIdentity>(false, user.Identity);
            }
        }

        // As slow for an unknown name as for a known one.
        Gated<bool> right = await _gate.RunAsync(() => BrokerUserFile.IsPassword(user ?? _unknown, password), cancellationToken);
        if (right.Refused || user is null || !right.Value)
        {
            return new Gated<BrokerIdentity>(right.Refused, null);
        }

        lock (_lock)
        {
            if (_verified.Count >= MaximumVerified)
            {
                _verified.Clear();
            }

            _verified.Add(proof);
        }

        return new Gated<BrokerIdentity>(false, user.Identity);
    }

    /// <inheritdoc />
    public void Dispose() => _timer?.Dispose();

    /// <summary>Reads the file again if it has changed.</summary>
    internal void Reload()
    {
        (DateTime, long) seen = Look();
        if (seen == _seen)
        {
            return;
        }

        _seen = seen;
        Dictionary<string, BrokerUser> former = _users;
        try
        {
            _users = Read();
        }
        catch (StartupException exception)
        {
            Log.BrokerUsersWrong(_logger, exception.Message);
            return;
        }

        Log.BrokerUsersRead(_logger, _users.Count);
        foreach (BrokerUser user in former.Values.Where(user => _users.GetValueOrDefault(user.Name) != user))
        {
            Changed?.Invoke(user.Name);
        }

        if (former.Count == 0 && _users.Count > 0)
        {
            Changed?.Invoke("");
        }
    }

    private Dictionary<string, BrokerUser> Read() =>
        BrokerUserFile.Read(_path).ToDictionary(user => user.Name, StringComparer.Ordinal);

    private (DateTime Written, long Length) Look()
    {
        FileInfo file = new(_path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }

    // What a right password looks like, without the password: a gateway that comes again need not wait.
    private string Proof(BrokerUser user, string password) =>
        Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{user.Name}\n{user.Hash}\n{password}")));
}
