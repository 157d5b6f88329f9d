using System.CommandLine;
using Edge.Gateway.Commands.Decoding;

namespace Edge.Gateway.Tests.Commands.Decoding;

/// <summary>What the real command printed and returned, run in this process.</summary>
internal sealed record DecodeRun(int Exit, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static DecodeRun Of(string input, params string[] options) => Run(input, ["decode", "-", .. options]);

    public static DecodeRun Json(string input) => Of(input, "--json");

    public static DecodeRun OfFile(string path, params string[] options) => Run("", ["decode", path, .. options]);

    private static DecodeRun Run(string input, string[] arguments)
    {
        RootCommand root = new() { DecodeCommand.Create(() => new StringReader(input)) };
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        int exit = root.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return new DecodeRun(exit, output.ToString(), error.ToString());
    }
}
