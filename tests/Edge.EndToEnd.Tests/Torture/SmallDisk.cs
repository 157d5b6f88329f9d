using TestKit;

namespace Edge.EndToEnd.Tests.Torture;

/// <summary>A disk in memory, that a test can fill; only root can make one.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private bool _isMounted;

    /// <summary>What a test says where it cannot be made.</summary>
    public const string Missing = "A small disk cannot be mounted here (root only): the full disk is left out.";

    /// <summary>Where it is.</summary>
    public string Path => _folder.Path;

    /// <summary>Whether it is a disk of its own; else a folder like any other.</summary>
    public bool IsSmall => _isMounted;

    public static async Task<SmallDisk> MountAsync(int megabytes, CancellationToken stop)
    {
        SmallDisk disk = new();
        disk._isMounted = (await Command.RunAsync(
            "mount", ["-t", "tmpfs", "-o", $"size={megabytes}m", "edge-test", disk.Path], stop)).ExitCode == 0;
        return disk;
    }

    /// <summary>Takes all the room that is left.</summary>
    public void Fill()
    {
        byte[] block = new byte[4096];
        using FileStream file = new(Filler, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Gives it back.</summary>
    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        if (_isMounted)
        {
            _ = await Command.RunAsync("umount", ["--lazy", Path], CancellationToken.None);
        }

        _folder.Dispose();
    }

    private string Filler => System.IO.Path.Combine(Path, "filler");
}
