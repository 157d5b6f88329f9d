using System.Collections.Immutable;
using Edge.Field.Mara.Outstation;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Bus;

/// <summary>A question of a control centre, translated for the bus.</summary>
internal sealed class PassThroughQuestion
{
    /// <summary>The IED that it is for; null: a set-time for all.</summary>
    public MaraBusIed? Ied { get; init; }

    /// <summary>Its command on the bus.</summary>
    public byte Command { get; init; }

    /// <summary>Its data on the bus.</summary>
    public byte[] Data { get; init; } = [];

    /// <summary>Set-time: the wall clock at <see cref="Asked"/>.</summary>
    public DateTime Local { get; init; }

    /// <summary>When it was enqueued, in timestamps of the clock.</summary>
    public long Asked { get; init; }

    /// <summary>How long it may wait for its turn; after that it is not sent.</summary>
    public TimeSpan Patience { get; init; } = MaraBusPassThrough.Patience;

    /// <summary>Translates the data of the IED's answer for the centre; null: it does not answer the question.</summary>
    public Func<byte[], PassThroughAnswer> Translate { get; init; } = _ => default;

    /// <summary>Its answer.</summary>
    public TaskCompletionSource<PassThroughAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>
/// The queue of control centres' questions and of orders for the bus: 36 becomes the IED's own 06, and an order its own 0B by the
/// configured map; both are sent between two polls. Each is sent at most once. One that could not be sent in time is never sent, because an
/// order must not be executed late. Any thread enqueues, the thread of the bus dequeues.
/// </summary>
internal sealed class MaraBusPassThrough(MaraBusOptions options, MaraBusIed[] ieds, TimeProvider clock)
{
    private const int MostWaiting = 16;
    private const int PageLength = 256;
    private const string Full = "Too many questions wait for the bus, or the gateway stops.";

    private readonly ImmutableDictionary<(byte Port, byte Bit), MaraOutput> _outputs = options.Outputs;
    private readonly LinkedList<PassThroughQuestion> _waiting = [];
    private readonly Lock _gate = new();
    private volatile int _count;
    private bool _closed;

    /// <summary>How long a question waits for its turn.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Whether the queue is empty.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>
    /// Splits a question for RAM that crosses a page: 36 has a flat address, the 06 of an IED reads within one page (Mara 1.4 §3).
    /// </summary>
    /// <param name="command">The command of the centre.</param>
    /// <param name="data">The data of its frame.</param>
    /// <param name="first">The data of the question up to the end of the page.</param>
    /// <param name="second">The data of the question for the rest.</param>
    /// <returns>False where one question is enough, or it is not valid.</returns>
    public static bool TrySplit(byte command, ReadOnlySpan<byte> data, out byte[] first, out byte[] second)
    {
        (first, second) = ([], []);
        if (command != MaraCommand.ReadIedRam || !MaraReadIedRam.TryParse(data, out MaraReadIedRam asked)
            || asked.Count > MaraReadRamPaged.MaximumCount || asked.Start % PageLength + asked.Count <= PageLength)
        {
            return false;
        }

        byte inFirst = (byte)(PageLength - (asked.Start % PageLength));
        first = MaraData.ToArray(new MaraReadIedRam(asked.Ied, asked.Start, inFirst));
        second = MaraData.ToArray(new MaraReadIedRam(asked.Ied, (ushort)(asked.Start + inFirst), (byte)(asked.Count - inFirst)));
        return true;
    }

    /// <summary>Translates a question and enqueues it.</summary>
    /// <param name="command">The command of the centre.</param>
    /// <param name="data">The data of its frame.</param>
    /// <param name="refusal">Why it was not enqueued, if the result is null.</param>
    public PassThroughQuestion? Enqueue(byte command, ReadOnlySpan<byte> data, out PassThroughAnswer refusal)
    {
        PassThroughQuestion? question = command switch
        {
            MaraCommand.ReadIedRam => ReadRam(data, out refusal),
            _ => Impossible(
                out refusal, $"Command {command:X2} is for a concentrator itself; there is none on a bus whose master is the gateway."),
        };
        return question is null || TryAdd(question) ? question : Impossible(out refusal, Full);
    }

    /// <summary>Translates an order to the output of an IED and enqueues it.</summary>
    /// <param name="asked">The order.</param>
    /// <param name="expires">The last time at which it may be sent, UTC.</param>
    /// <param name="refusal">Why it was not enqueued, if the result is null.</param>
    public PassThroughQuestion? EnqueueOrder(MaraControl asked, DateTimeOffset expires, out PassThroughAnswer refusal)
    {
        TimeSpan left = expires - clock.GetUtcNow();
        if (left < TimeSpan.Zero)
        {
            return Impossible(out refusal, "The order has expired; nothing was sent.");
        }

        PassThroughQuestion? question = Control(asked, left < Patience ? left : Patience, out refusal);
        return question is null || TryAdd(question) ? question : Impossible(out refusal, Full);
    }

    /// <summary>Enqueues a set-time.</summary>
    public PassThroughQuestion? EnqueueTime(DateTime local, out PassThroughAnswer refusal)
    {
        refusal = default;
        PassThroughQuestion question = new()
        {
            Local = local,
            Asked = clock.GetTimestamp(),
            Translate = _ => PassThroughAnswer.Of(default),
        };
        return TryAdd(question) ? question : Impossible(out refusal, Full);
    }

    /// <summary>Removes the first question whose IED can be asked now; the caller answers it.</summary>
    /// <param name="canAsk">Whether an IED may be asked its next sequence now.</param>
    public PassThroughQuestion? Dequeue(Func<MaraBusIed, bool> canAsk)
    {
        lock (_gate)
        {
            for (LinkedListNode<PassThroughQuestion>? node = _waiting.First; node is not null;)
            {
                (LinkedListNode<PassThroughQuestion> at, node) = (node, node.Next);
                PassThroughQuestion question = at.Value;
                bool late = clock.GetElapsedTime(question.Asked) > question.Patience;
                bool lost = question.Ied is { IsLost: true };
                if (!late && !lost && !question.Answer.Task.IsCompleted && question.Ied is { } ied && !canAsk(ied))
                {
                    continue;
                }

                _waiting.Remove(at);
                _count--;
                if (late || lost)
                {
                    _ = question.Answer.TrySetResult(PassThroughAnswer.Failed(
                        PassThroughOutcome.LinkDown,
                        lost ? $"{question.Ied!.Name} does not answer." : "The bus was too busy; nothing was sent."));
                }
                else if (!question.Answer.Task.IsCompleted)
                {
                    return question;
                }
            }
        }

        return null;
    }

    /// <summary>Answers all waiting questions, because the driver ends.</summary>
    public void Close(string why)
    {
        lock (_gate)
        {
            foreach (PassThroughQuestion question in _waiting)
            {
                _ = question.Answer.TrySetResult(PassThroughAnswer.Failed(PassThroughOutcome.LinkDown, why));
            }

            _waiting.Clear();
            (_count, _closed) = (0, true);
        }
    }

    private static PassThroughQuestion? Impossible(out PassThroughAnswer refusal, string why)
    {
        refusal = PassThroughAnswer.Failed(PassThroughOutcome.NotPossible, why);
        return null;
    }

    private bool TryAdd(PassThroughQuestion question)
    {
        lock (_gate)
        {
            if (_closed || _count >= MostWaiting)
            {
                return false;
            }

            _ = _waiting.AddLast(question);
            _count++;
            return true;
        }
    }

    // The flat address of 36 is a page and an offset in it for an IED (06).
    private PassThroughQuestion? ReadRam(ReadOnlySpan<byte> data, out PassThroughAnswer refusal)
    {
        refusal = default;
        if (!MaraReadIedRam.TryParse(data, out MaraReadIedRam asked) || asked.Count > MaraReadRamPaged.MaximumCount)
        {
            return Impossible(
                out refusal,
                $"Command 36 takes the address of an IED, addrL, addrH and a count of at most {MaraReadRamPaged.MaximumCount}.");
        }

        if (Find(asked.Ied.Value) is not { } ied)
        {
            return Impossible(out refusal, $"There is no IED {asked.Ied} on this bus.");
        }

        MaraReadRamPaged question = new((byte)(asked.Start >> 8), (byte)asked.Start, asked.Count);
        return new PassThroughQuestion
        {
            Ied = ied,
            Command = MaraCommand.ReadRamPaged,
            Data = MaraData.ToArray(question),
            Asked = clock.GetTimestamp(),
            Translate = answer => MaraReadRamPagedAnswer.TryParse(answer, out MaraReadRamPagedAnswer ram)
                && ram.Page == question.Page && ram.Start == question.Start && ram.Bytes.Length == question.Count
                    ? PassThroughAnswer.Of(ram.Bytes.ToArray())
                    : PassThroughAnswer.Failed(PassThroughOutcome.TimedOut, $"{ied.Name} answered, but not to the question."),
        };
    }

    private PassThroughQuestion? Control(MaraControl asked, TimeSpan patience, out PassThroughAnswer refusal)
    {
        refusal = default;
        if (!_outputs.TryGetValue((asked.Port, asked.Bit), out MaraOutput output) || Find(output.Ied) is not { } ied)
        {
            refusal = PassThroughAnswer.Failed(
                PassThroughOutcome.Refused, $"The configuration maps no output of this bus to port {asked.Port}, bit {asked.Bit}.");
            return null;
        }

        MaraPhysicalControl order = new(output.Port, output.Bit, asked.State);
        return new PassThroughQuestion
        {
            Ied = ied,
            Command = MaraCommand.ControlPhysicalPort,
            Data = MaraData.ToArray(order),
            Patience = patience,
            Asked = clock.GetTimestamp(),
            Translate = answer => MaraPhysicalControl.TryParse(answer, out MaraPhysicalControl done) && done == order
                ? PassThroughAnswer.Of(MaraData.ToArray(MaraControlAnswer.Accept(asked)))
                : PassThroughAnswer.Of(MaraData.ToArray(MaraControlAnswer.Refuse(asked))),
        };
    }

    private MaraBusIed? Find(int address) => Array.Find(ieds, i => i.Address.Value == address);
}
