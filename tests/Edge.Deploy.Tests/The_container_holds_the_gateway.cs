using TestKit;

namespace Edge.Deploy.Tests;

/// <summary>Dockerfile.arm64, built by buildah from a Debian tree that the test makes: no registry and no engine.</summary>
[Collection(NativePrograms.Name)]
[Trait("Category", "Native")]
public sealed class The_container_holds_the_gateway(PublishedGateway published)
{
    private const string Base = "localhost/edge-test/debian-arm64:bookworm";
    private const string Image = "localhost/edge-test/edge:arm64";

    private static readonly string Tree = Repository.PathOf("artifacts", "debian-arm64");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task And_the_program_in_it_runs_with_the_libraries_of_the_image()
    {
        Assert.True(published.Said.ExitCode == 0, published.Said.All);
        await MakeBaseAsync();
        await BuildahAsync(
            "build", "--isolation", "chroot", "--pull-never", "--platform", "linux/arm64", "--build-arg", $"BASE={Base}", "-f",
            "Dockerfile.arm64",
            "-t", Image, ".");

        string configuration = await BuildahAsync(
            "inspect", "--type", "image", "--format", "{{.OCIv1.Config}} {{.OCIv1.Architecture}}", Image);
        Assert.Contains("10001:10001", configuration, StringComparison.Ordinal);
        Assert.Contains("/etc/edge/edge.json", configuration, StringComparison.Ordinal);
        Assert.Contains("arm64", configuration, StringComparison.Ordinal);

        string container = (await BuildahAsync("from", "--pull-never", Image)).Trim();
        try
        {
            string root = (await BuildahAsync("mount", container)).Trim();
            CommandResult version = await Command.RunAsync(
                "qemu-aarch64-static", ["-L", root, Path.Combine(root, "opt/edge/edge"), "--version"], Stop);
            Assert.True(version.ExitCode == 0, version.All);
            Assert.Matches(@"\d+\.\d+\.\d+", version.Output);
            Assert.True(Directory.Exists(Path.Combine(root, "usr/share/zoneinfo/America")),
                "The image has no time zones: local event times could not be converted.");
        }
        finally
        {
            await BuildahAsync("rm", container);
            await BuildahAsync("rmi", Image);
            await BuildahAsync("rmi", Base);
        }
    }

    private static async Task MakeBaseAsync()
    {
        if (!File.Exists(Path.Combine(Tree, "lib/ld-linux-aarch64.so.1")))
        {
            CommandResult made = await Command.RunAsync(
                "debootstrap", ["--foreign", "--variant=minbase", "--arch=arm64", "bookworm", Tree, "http://deb.debian.org/debian"], Stop);
            Assert.True(made.ExitCode == 0, made.All);
        }

        string container = (await BuildahAsync("from", "--arch", "arm64", "scratch")).Trim();
        await BuildahAsync("copy", "--quiet", container, Tree, "/");
        await BuildahAsync("config", "--arch", "arm64", container);
        await BuildahAsync("commit", "--quiet", "--rm", container, Base);
    }

    private static async Task<string> BuildahAsync(params string[] arguments)
    {
        CommandResult result = await Command.RunAsync("buildah", ["--storage-driver", "vfs", .. arguments], Stop);
        Assert.True(result.ExitCode == 0, $"buildah {string.Join(' ', arguments)}: {result.All}");
        return result.Output;
    }
}
