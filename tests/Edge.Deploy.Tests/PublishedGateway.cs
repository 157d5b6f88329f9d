using TestKit;

namespace Edge.Deploy.Tests;

/// <summary>The gateway as the field gets it: published natively for its box, once for all tests.</summary>
public sealed class PublishedGateway() : NativeGateway("linux-arm64");

/// <summary>One publishing at a time: all start from the same libraries.</summary>
[CollectionDefinition(Name)]
public sealed class NativePrograms : ICollectionFixture<PublishedGateway>
{
    public const string Name = "native programs";
}

/// <summary>As <see cref="PublishedGateway"/>, for a box with a processor of a server.</summary>
public sealed class GatewayPublishedForX64() : NativeGateway("linux-x64");

public abstract class NativeGateway(string rid) : IAsyncLifetime
{
    public CommandResult Said { get; private set; } = null!;

    public string Program => Repository.PathOf("artifacts", $"edge-{rid}", "edge");

    public async ValueTask InitializeAsync() => Said = await Command.RunAsync(
        Repository.PathOf("deploy", "publish"), [rid], CancellationToken.None, limit: TimeSpan.FromMinutes(10));

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs the published program; that for arm64 under an emulator of its processor.</summary>
    public Task<CommandResult> RunAsync(string[] arguments, CancellationToken cancellationToken) => rid == "linux-x64"
        ? Command.RunAsync(Program, arguments, cancellationToken)
        : Command.RunAsync("qemu-aarch64-static", ["-L", "/usr/aarch64-linux-gnu", Program, .. arguments], cancellationToken);
}
