using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Edge.Field.Links;
using Edge.Field.Mara.Concentrator;
using Edge.Field.Mara.Outstation;
using Edge.Protocols.Mara;

namespace Edge.Gateway.Commands.Diagnosis;

/// <summary><c>edge ied read-ram</c>: reads the memory of an IED, for field engineers.</summary>
public static class IedCommand
{
    /// <summary>The bytes were read.</summary>
    public const int Good = 0;

    /// <summary>There was no answer, or no valid one.</summary>
    public const int NotAnswered = 1;

    /// <summary>There is no connection.</summary>
    public const int NotReached = 2;

    private static Phrase Help =>
        $"""
        Reads RAM of an IED, through whoever serves Mara/TCP at HOST: a gateway (its northbound port, if it allows diagnosis) or a COMaster
        itself.

        A COMaster must have no other centre meanwhile: each question acknowledges what it answered last. One that does not know the command
        (36) is made a bridge by --bridge: its scan stands still for a moment, and is started again whatever happens. A gateway does that by
        itself where its configuration says "bridge": true.

        Exit: 0 read, 1 not answered, 2 no connection.
        """;

    /// <summary>Builds the command.</summary>
    public static Command Create() => new("ied", Say($"Looks into an IED.")) { ReadRam() };

    private static Command ReadRam()
    {
        Option<string> host = new("--host") { Description = Say($"Where the gateway or the COMaster is."), Required = true };
        Option<int> port = new("--port") { Description = Say($"Its port, 1 to 65535."), DefaultValueFactory = _ => MaraTcp.DefaultPort };
        Option<int> ied = new("--ied") { Description = Say($"The address of the IED, 2 to 63."), Required = true };
        Option<string> address = new("--address")
        {
            Description = Say($"The first byte, 0 to 65535, or 0x0000 to 0xFFFF."),
            Required = true,
        };
        Option<int> count = new("--count") { Description = Say($"How many bytes, 1 to 65536."), DefaultValueFactory = _ => 16 };
        Option<double> timeout =
            new("--timeout") { Description = Say($"Seconds that each answer may take, 0.1 to 60."), DefaultValueFactory = _ => 5 };
        Option<bool> bridge = new("--bridge") { Description = Say($"Stop the scan of the COMaster and ask the IED itself.") };
        Option<bool> json = new("--json") { Description = Say($"One JSON object instead of a dump.") };
        Range(port, 1, 65_535);
        Range(ied, 2, 63);
        Range(count, 1, 65_536);
        address.Validators.Add(result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (Number(text) is not (>= 0 and <= 0xFFFF))
            {
                result.AddError(Say($"--address '{text}' is no address: give 0 to 65535, or 0x0000 to 0xFFFF."));
            }
        });
        timeout.Validators.Add(result =>
        {
            if (IsRead(result, timeout, out double seconds) && seconds is not (>= 0.1 and <= 60))
            {
                result.AddError(Say($"--timeout is out of range: give 0.1 to 60 seconds."));
            }
        });

        Command command = new("read-ram", Say(Help)) { host, port, ied, address, count, timeout, bridge, json };
        command.SetAction(async (parsed, stop) =>
        {
            var question = new RamQuestion(
                parsed.GetValue(host)!, parsed.GetValue(port), parsed.GetValue(ied), Number(parsed.GetValue(address)!)!.Value,
                parsed.GetValue(count),
                parsed.GetValue(bridge));
            (int exit, PassThroughAnswer answer) = await AskAsync(question, TimeSpan.FromSeconds(parsed.GetValue(timeout)), stop)
                .ConfigureAwait(false);
            RamReport report = new(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            report.Write(question, answer, parsed.GetValue(json));
            return exit;
        });
        return command;
    }

    private static async Task<(int Exit, PassThroughAnswer Answer)> AskAsync(RamQuestion question, TimeSpan timeout, CancellationToken stop)
    {
        var peer = new TcpPeerOptions { Host = question.Host, Port = question.Port };
        try
        {
            MaraDiagnosis diagnosis = await MaraDiagnosis.ConnectAsync(peer, timeout, TimeProvider.System, stop).ConfigureAwait(false);
            await using (diagnosis.ConfigureAwait(false))
            {
                PassThroughAnswer answer = await diagnosis.ReadIedRamAsync(
                    new MaraAddress(question.Ied), (ushort)question.Address, question.Count, question.Bridge, stop).ConfigureAwait(false);
                return (answer.Outcome == PassThroughOutcome.Answered ? Good : NotAnswered, answer);
            }
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            return (NotReached,
                PassThroughAnswer.Failed(PassThroughOutcome.LinkDown, $"No connection to {question.Host}:{question.Port}: {e.Message}"));
        }
    }

    private static int? Number(string text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int hex) ? hex : null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static void Range(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        if (IsRead(result, option, out int value) && (value < least || value > most))
        {
            result.AddError(Say($"{option.Name} is out of range: give {least} to {most}."));
        }
    });

    // What is no number is the parser's to refuse, but only after the checks.
    private static bool IsRead<T>(OptionResult result, Option<T> option, out T? value)
    {
        value = default;
        try
        {
            value = result.GetValue(option);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
