using System.CommandLine;
using Dashboard.Web.Commands;
using Edge.CommandLine;

namespace Dashboard.Web.Tests.Commands;

/// <summary>Fault 48: who asks for help reads what each command does. A terminal in another language has its own test.</summary>
public sealed class UserCommandTests
{
    [Theory]
    [InlineData("user", "A running server follows within a second. Run it as the user of the service.")]
    [InlineData("user", "--data, --Data:Directory <DIRECTORY> The data directory, where it is not that of appsettings.json or of the")]
    [InlineData("user", "add <NAME> Makes a user.")]
    [InlineData("user", "password <NAME> Gives a user another password and ends every session of the user.")]
    [InlineData("user", "role <NAME> <ROLE> Gives a user another role, open pages included.")]
    [InlineData("user", "disable <NAME> Ends every session of a user and lets the user in no more.")]
    [InlineData("user", "enable <NAME> Lets a disabled user in again.")]
    [InlineData("user", "unlock <NAME> Forgets the wrong passwords that were counted for a user.")]
    [InlineData("user", "remove <NAME> Ends every session of a user and removes the user.")]
    [InlineData("user", "list Lists the users, each with role, state and the number of open sessions.")]
    [InlineData("user add", "<NAME> The user: letters, digits and . - _ @ +")]
    [InlineData("user add", "--role <role> (REQUIRED) viewer, operator, supervisor, engineer or administrator")]
    [InlineData("user add", "--password-stdin Read the password, one line, from the standard input. Without it one is made")]
    [InlineData("user password", "--password-stdin Read the password, one line, from the standard input.")]
    [InlineData("user role", "<ROLE> viewer, operator, supervisor, engineer or administrator")]
    public void Its_help_says_what_each_command_does(string command, string words)
    {
        RootCommand root = new() { UserCommand.Create() };
        SpokenHelp.AddTo(root);
        using StringWriter output = new();
        int code = root.Parse([.. command.Split(' '), "--help"]).Invoke(new InvocationConfiguration { Output = output });
        Assert.Equal(0, code);
        string said = string.Join(' ', output.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(words, said, StringComparison.Ordinal);
    }
}
