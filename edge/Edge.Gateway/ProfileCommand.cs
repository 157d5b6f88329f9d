using System.CommandLine;
using Edge.Gateway.Evaluation;

namespace Edge.Gateway;

/// <summary><c>edge profile …</c>: what the engineer does with a workbook. One subcommand a line.</summary>
public static class ProfileCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create() => new("profile", "The engineer's workbook: try it, before a gateway takes it.")
    {
        EvalCommand.Create(TimeProvider.System),
    };
}
