using System.CommandLine;

namespace Edge.Gateway.Commands.Journaling;

/// <summary><c>edge journal …</c>: looks into the journal of a gateway, running or not, without changing anything.</summary>
public static class JournalCommand
{
    /// <summary>It was read, and nothing is wrong.</summary>
    public const int Good = 0;

    /// <summary>It was read, and something is wrong with it; or it was stopped before its end.</summary>
    public const int SomethingWrong = 1;

    /// <summary>There is no journal, it cannot be read, or the output cannot be written.</summary>
    public const int CannotDo = 2;

    /// <summary>Builds the command with its subcommands.</summary>
    /// <param name="showsProgress">Whether errors go to a terminal, which then shows the progress; the program's own when null.</param>
    /// <param name="processes">Where the kernel shows its processes.</param>
    public static Command Create(Func<bool>? showsProgress = null, string processes = "/proc")
    {
        showsProgress ??= () => !Console.IsErrorRedirected;
        return new("journal", Say($"The journal of a gateway, also of one that runs: how it is, what it holds, whether it is sound."))
        {
            StatusCommand.Create(showsProgress, processes),
            ExportCommand.Create(showsProgress),
            VerifyCommand.Create(showsProgress),
        };
    }
}
