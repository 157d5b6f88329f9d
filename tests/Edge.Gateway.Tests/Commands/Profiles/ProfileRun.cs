using System.CommandLine;
using Edge.Gateway.Commands.Profiles;

namespace Edge.Gateway.Tests.Commands.Profiles;

/// <summary>One run of <c>edge profile …</c> within the test.</summary>
internal sealed record ProfileRun(int Exit, string Output, string Error)
{
    public static ProfileRun Of(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        RootCommand root = new("test") { ProfileCommand.Create() };
        int exit = root.Parse(["profile", .. arguments]).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return new ProfileRun(exit, output.ToString(), error.ToString());
    }
}
