using System.Collections.Concurrent;
using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Edge.Gateway.Commands.Diagnosis;

namespace Edge.Gateway.Tests.Commands.Diagnosis;

/// <summary>
/// <c>edge ied read-ram</c> against a concentrator on a real socket that speaks raw bytes, written from Mara 1.4 §2 and §3.
/// </summary>
public sealed class The_ram_of_an_ied_is_read
{
    [Fact]
    public async Task Through_the_concentrator_as_a_dump_and_as_json()
    {
        await using Concentrator concentrator = new(knows36: true);
        (int exit, string output, string errors) = await RunAsync(concentrator.Port, "--ied", "5", "--address", "0x0130", "--count", "18");
        Assert.Equal((0, ""), (exit, errors));
        Assert.Equal(
            "0130  30 31 32 33 34 35 36 37 38 39 3A 3B 3C 3D 3E 3F  |0123456789:;<=>?|\n"
            + "0140  40 41                                            |@A|\n",
            output);
        Assert.Equal(["36 0530" + "0112"], concentrator.Asked);

        (exit, output, _) = await RunAsync(concentrator.Port, "--ied", "5", "--address", "304", "--count", "2", "--json");
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal((0, "3031", 304, 5),
            (exit, json.GetProperty("bytes").GetString(), json.GetProperty("address").GetInt32(), json.GetProperty("ied").GetInt32()));
        Assert.False(json.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task More_than_one_answer_holds_is_asked_for_in_parts_that_cross_no_page()
    {
        await using Concentrator concentrator = new(knows36: true);
        (int exit, string output, _) = await RunAsync(concentrator.Port, "--ied", "5", "--address", "0", "--count", "500", "--json");
        Assert.Equal(0, exit);
        Assert.Equal(1000, JsonDocument.Parse(output).RootElement.GetProperty("bytes").GetString()!.Length);
        Assert.Equal(["36 050000F0", "36 05F00010", "36 050001F0", "36 05F00104"], concentrator.Asked);
    }

    [Fact]
    public async Task Over_the_bridge_and_the_scan_runs_again()
    {
        await using Concentrator concentrator = new(knows36: false);
        (int exit, string output, _) = await RunAsync(
            concentrator.Port, "--ied", "5", "--address", "0x01FE", "--count", "4", "--bridge", "--json");
        Assert.Equal(0, exit);
        Assert.Equal("FEFF0001", JsonDocument.Parse(output).RootElement.GetProperty("bytes").GetString());
        Assert.Equal(["3F 01", "06 01FE02", "06 020002", "3F 00"], concentrator.Asked);
    }

    [Fact]
    public async Task An_IED_silent_over_the_bridge_leaves_the_scan_running_and_an_error()
    {
        await using Concentrator concentrator = new(knows36: false);
        (int exit, string output, string errors) = await RunAsync(
            concentrator.Port, "--ied", "9", "--address", "0", "--count", "4", "--bridge", "--timeout", "0.3");
        Assert.Equal((1, ""), (exit, output));
        Assert.Contains("IED 9 does not answer over the bridge", errors, StringComparison.Ordinal);
        Assert.Equal("3F 00", concentrator.Asked.Last());
    }

    [Fact]
    public async Task Nobody_there_and_nothing_answered_are_told_apart()
    {
        int free;
        await using (Concentrator gone = new(knows36: false))
        {
            free = gone.Port;
            (int silent, _, string said) = await RunAsync(free, "--ied", "5", "--address", "0", "--timeout", "0.3");
            Assert.Equal(1, silent);
            Assert.Contains("did not answer within 0.3 s", said, StringComparison.Ordinal);
            Assert.Contains("\"diagnosis\": true", said, StringComparison.Ordinal);
        }

        (int exit, _, string errors) = await RunAsync(free, "--ied", "5", "--address", "0");
        Assert.Equal(2, exit);
        Assert.Contains($"No connection to 127.0.0.1:{free}", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--ied", "1", "--address", "0")]
    [InlineData("--ied", "64", "--address", "0")]
    [InlineData("--ied", "5", "--address", "0x10000")]
    [InlineData("--ied", "5", "--address", "here")]
    [InlineData("--ied", "5", "--address", "0", "--count", "0")]
    [InlineData("--ied", "5", "--address", "0", "--timeout", "0")]
    public async Task What_makes_no_sense_is_refused_before_anything_is_sent(params string[] arguments)
    {
        await using Concentrator concentrator = new(knows36: true);
        (int exit, _, string errors) = await RunAsync(concentrator.Port, arguments);
        Assert.NotEqual(0, exit);
        Assert.NotEqual("", errors);
        Assert.Empty(concentrator.Asked);
    }

    private static async Task<(int Exit, string Output, string Errors)> RunAsync(int port, params string[] arguments)
    {
        RootCommand root = new() { IedCommand.Create() };
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter errors = new() { NewLine = "\n" };
        string[] all = ["ied", "read-ram", "--host", "127.0.0.1", "--port", $"{port}", .. arguments];
        int exit = await root.Parse(all)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = errors }, TestContext.Current.CancellationToken);
        return (exit, output.ToString(), errors.ToString());
    }

    /// <summary>
    /// Answers 36 where it knows it, 3F, and as a bridge what IED 5 says to 06: each byte of RAM holds the low part of its address.
    /// </summary>
    private sealed class Concentrator : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly bool _knows36;
        private readonly Task _running;
        private bool _stopped;

        public Concentrator(bool knows36)
        {
            _knows36 = knows36;
            _listener.Start();
            _running = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public ConcurrentQueue<string> Asked { get; } = new();

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            _listener.Dispose();
            _stop.Dispose();
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                    byte[] head = new byte[2];
                    while (await FillAsync(socket, head) && head[1] >= 8)
                    {
                        byte[] rest = new byte[head[1] - 2];
                        _ = await FillAsync(socket, rest);
                        if (Answer([.. head, .. rest]) is { } answer)
                        {
                            _ = await socket.SendAsync(answer, _stop.Token);
                        }
                    }
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // The test is over.
            }
        }

        private async Task<bool> FillAsync(Socket socket, byte[] buffer)
        {
            for (int have = 0; have < buffer.Length;)
            {
                int count = await socket.ReceiveAsync(buffer.AsMemory(have), _stop.Token);
                if (count == 0)
                {
                    return false;
                }

                have += count;
            }

            return true;
        }

        private byte[]? Answer(byte[] frame)
        {
            byte[] data = frame[6..^2];
            Asked.Enqueue($"{frame[5]:X2} {Convert.ToHexString(data)}");
            return (frame[2], frame[5]) switch
            {
                (1, 0x36) when _knows36 => Frame(frame, Ram(data[1], data[3])),
                (1, 0x3F) => Stop(frame, data),
                (5, 0x06) when _stopped => Frame(frame, [.. data, .. Ram(data[1], data[2])]),
                _ => null,
            };
        }

        private byte[] Stop(byte[] frame, byte[] data)
        {
            _stopped = data[0] == 1;
            return Frame(frame, data);
        }

        private static byte[] Ram(int low, int count) => [.. Enumerable.Range(low, count).Select(i => (byte)i)];

        private static byte[] Frame(byte[] question, byte[] data)
        {
            byte[] frame = [0xFE, (byte)(data.Length + 8), question[3], question[2], question[4], question[5], .. data, 0, 0];
            int sum = 0;
            for (int i = 0; i < frame.Length - 2; i++)
            {
                sum += i % 2 == 0 ? frame[i] << 8 : frame[i];
            }

            (frame[^2], frame[^1]) = ((byte)(~sum >> 8), (byte)~sum);
            return frame;
        }
    }
}
