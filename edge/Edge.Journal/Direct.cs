using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Edge.Journal;

/// <summary>Opens files in ways that .NET has no word for; they are read and written as any other.</summary>
internal static partial class Direct
{
    private const int ReadWrite = 2;
    private const int CloseOnExec = 0x80000;
    private const int DataSync = 0x1000;

    /// <summary>What a buffer, an offset and a length must be a multiple of, at most.</summary>
    public const int Alignment = 4096;

    /// <summary>The least that is written.</summary>
    public const int Sector = 512;

    // O_DIRECT of Linux: the only one of these flags that is another on arm64.
    private static int PastTheCache => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 or Architecture.X86 => 0x4000,
        Architecture.Arm64 or Architecture.Arm => 0x10000,
        _ => 0,
    };

    /// <summary>
    /// Opens a file so that what is written is on the disk when the call returns: single sectors past the cache where the file system and
    /// the disk can do that, else with the whole page around them.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="buffer">At least a sector, from <see cref="Buffer"/>.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle Open(string path, Span<byte> buffer)
    {
        int number = PastTheCache == 0 ? -1 : Open(path, ReadWrite | CloseOnExec | DataSync | PastTheCache);
        if (number >= 0)
        {
            SafeFileHandle direct = new(number, ownsHandle: true);
            if (TakesSectors(direct, buffer))
            {
                return direct;
            }

            direct.Dispose();
        }

        number = Open(path, ReadWrite | CloseOnExec | DataSync);
        return number >= 0
            ? new SafeFileHandle(number, ownsHandle: true)
            : throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()), Marshal.GetLastPInvokeError());
    }

    /// <summary>Makes the name of a new file last.</summary>
    /// <param name="folder">Where it is.</param>
    /// <exception cref="IOException">The disk fails.</exception>
    public static void SynchroniseFolder(string folder)
    {
        int number = Open(folder, CloseOnExec);
        using SafeFileHandle handle = number >= 0
            ? new SafeFileHandle(number, ownsHandle: true)
            : throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()), Marshal.GetLastPInvokeError());
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Memory that the disk can take as it is.</summary>
    public static Memory<byte> Buffer(int length)
    {
        byte[] bytes = GC.AllocateArray<byte>(length + Alignment, pinned: true);
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(bytes, 0);
        return bytes.AsMemory((int)(-address & (Alignment - 1)), length);
    }

    // A disk with sectors of 4 kB takes nothing smaller; reading asks the same of it.
    private static bool TakesSectors(SafeFileHandle file, Span<byte> buffer)
    {
        try
        {
            return RandomAccess.Read(file, buffer[..Sector], 0) == Sector;
        }
        catch (IOException)
        {
            // The plain way is tried then, and its failure is reported.
            return false;
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
