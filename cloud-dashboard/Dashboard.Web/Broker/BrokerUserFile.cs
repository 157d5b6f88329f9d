using System.Text.Json;
using System.Text.Json.Serialization;
using Edge.Contracts;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Web.Broker;

/// <summary>One user of the embedded broker, as the file has it.</summary>
/// <param name="Name">The name: letters, digits, '-', '_' and '.'.</param>
/// <param name="Role">Reader, commander or gateway.</param>
/// <param name="Hash">The hash of the password.</param>
/// <param name="Site">A gateway's site; of the others, the one site that they see, or absent for every one.</param>
internal sealed record BrokerUser(string Name, BrokerRole Role, string Hash, string? Site = null)
{
    internal BrokerIdentity Identity => new(Name, Role, Site);
}

/// <summary>The file with the users of the embedded broker: <c>broker-users.json</c>, made by <c>edge-dashboard broker-user</c>.</summary>
internal static class BrokerUserFile
{
    /// <summary>The shortest password.</summary>
    internal const int MinimumPassword = 12;

    internal const int MaximumPassword = 256;
    private const int MaximumBytes = 4 * 1024 * 1024;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly PasswordHasher<BrokerUser> Hasher = new();
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads the file; no file is no users.</summary>
    /// <exception cref="StartupException">The file is wrong, too large, or readable by others.</exception>
    internal static IReadOnlyList<BrokerUser> Read(string path)
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists)
            {
                return [];
            }

            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~Private) != 0)
            {
                throw new StartupException($"{path} may be read or written by others: chmod 600 {path}.");
            }

            if (file.Length > MaximumBytes)
            {
                throw new StartupException($"{path} has {file.Length} bytes; {MaximumBytes} are allowed.");
            }

            BrokerUser[] users = JsonSerializer.Deserialize<BrokerUser[]>(File.ReadAllBytes(path), Json) ?? [];
            for (int i = 0; i < users.Length; i++)
            {
                if (Fault(users[i]) is { } fault)
                {
                    throw new StartupException($"{path}: entry {i + 1}: {fault}");
                }

                if (users.Take(i).Any(earlier => earlier.Name == users[i].Name))
                {
                    throw new StartupException($"{path}: entry {i + 1}: {users[i].Name} is there twice.");
                }
            }

            return users;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StartupException(
                $"{path} cannot be read: {exception.Message} Make it with 'edge-dashboard broker-user add'.", exception);
        }
    }

    /// <summary>Writes the file as a whole, so that a reader sees the old one or the new one.</summary>
    internal static void Write(string path, IEnumerable<BrokerUser> users)
    {
        string next = path + ".new";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;
        }

        File.Delete(next);
        using (FileStream stream = new(next, options))
        {
            JsonSerializer.Serialize(stream, users.OrderBy(user => user.Name, StringComparer.Ordinal), Json);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    /// <summary>Makes a user.</summary>
    /// <exception cref="StartupException">The name, the role, the site or the password is not allowed.</exception>
    internal static BrokerUser Make(string name, BrokerRole role, string? site, string password)
    {
        BrokerUser user = new(name, role, "", site);
        if (password.Length is < MinimumPassword or > MaximumPassword || password.Distinct().Count() < 5)
        {
            throw new StartupException(
                $"The password needs {MinimumPassword} to {MaximumPassword} letters, five of them different. Without one, one is made.");
        }

        user = user with { Hash = Hasher.HashPassword(user, password) };
        return Fault(user) is { } fault ? throw new StartupException(fault) : user;
    }

    /// <summary>Whether it is the password. Slow on purpose.</summary>
    internal static bool IsPassword(BrokerUser user, string password) =>
        Hasher.VerifyHashedPassword(user, user.Hash, password) != PasswordVerificationResult.Failed;

    private static Phrase? Fault(BrokerUser user) => user switch
    {
        _ when !Topics.IsName(user.Name) =>
            (Phrase)$"'{user.Name}' is no name: use 1 to {Topics.MaximumName} letters, digits, '-', '_' or '.'.",
        { Name: EmbeddedBroker.Internal or BrokerIdentity.AnonymousName } => $"The name {user.Name} is the broker's own.",
        { Role: not (BrokerRole.Reader or BrokerRole.Commander or BrokerRole.Gateway) } => $"The role is reader, commander or gateway.",
        { Role: BrokerRole.Gateway, Site: null } => $"Gateway {user.Name} needs its site.",
        { Site: { } site } when !Topics.IsName(site) => $"'{site}' cannot be a site.",
        _ => null,
    };
}
