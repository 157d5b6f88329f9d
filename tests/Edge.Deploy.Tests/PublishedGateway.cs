using Edge.Deploy.Tests;
using TestKit;

[assembly: AssemblyFixture(typeof(PublishedGateway))]

namespace Edge.Deploy.Tests;

/// <summary>The gateway as the field gets it: published natively for both kinds of box, once for all tests.</summary>
public sealed class PublishedGateway : IAsyncLifetime
{
    public CommandResult X64 { get; private set; } = null!;

    public CommandResult Arm64 { get; private set; } = null!;

    public static string Program(string rid) => Repository.PathOf("artifacts", $"edge-{rid}", "edge");

    public async ValueTask InitializeAsync()
    {
        X64 = await PublishAsync("linux-x64");
        Arm64 = await PublishAsync("linux-arm64");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Runs the published program; that for arm64 under an emulator of its processor.</summary>
    public static Task<CommandResult> RunAsync(string rid, string[] arguments, CancellationToken cancellationToken) => rid == "linux-x64"
        ? Command.RunAsync(Program(rid), arguments, cancellationToken)
        : Command.RunAsync("qemu-aarch64-static", ["-L", "/usr/aarch64-linux-gnu", Program(rid), .. arguments], cancellationToken);

    private static Task<CommandResult> PublishAsync(string rid) => Command.RunAsync(
        Repository.PathOf("deploy", "publish"), [rid], CancellationToken.None, limit: TimeSpan.FromMinutes(10));
}
