using Edge.Field.Links;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;

namespace Edge.Field.Mara.Tests;

/// <summary>What goes wrong with the next question.</summary>
internal enum Mishap
{
    None,
    QuestionLost,
    AnswerLost,
    ClosedBeforeQuestion,
    ClosedBeforeAnswer,
    ClosedInMidAnswer,
    AnswerTwice,
    AnswerWithNoise,
}

/// <summary>
/// The way to a <see cref="CoMaster"/> in memory and in virtual time: a read that would wait indefinitely lets the time-out pass at once.
/// </summary>
internal sealed class MemoryLink(CoMaster device, FakeTimeProvider clock) : IByteLinkConnector
{
    private Action? _cut;

    public string Peer => "device";

    public Mishap Next { get; set; }

    /// <summary>Whether the answer to a question is lost, whichever question comes next.</summary>
    public Func<byte[], bool>? Loses { get; set; }

    public bool Refuses { get; set; }

    public int Connections { get; private set; }

    public ValueTask<IByteLink> ConnectAsync(CancellationToken cancellationToken)
    {
        if (Refuses)
        {
            throw new IOException("refused");
        }

        Connections++;
        var pipe = new Pipe(this);
        _cut = pipe.Close;
        return ValueTask.FromResult<IByteLink>(pipe);
    }

    public void Cut() => _cut?.Invoke();

    private sealed class Pipe(MemoryLink owner) : IByteLink
    {
        private readonly Queue<byte> _incoming = [];
        private bool _closed;

        public int Available => _incoming.Count;

        public void Close() => _closed = true;

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (_incoming.Count == 0 && !_closed)
            {
                owner.Pass(cancellationToken);
            }

            int count = Math.Min(buffer.Length, _incoming.Count);
            for (int i = 0; i < count; i++)
            {
                buffer.Span[i] = _incoming.Dequeue();
            }

            return ValueTask.FromResult(count);
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            byte[] request = bytes.ToArray();
            Mishap mishap = request[5] != Wire.SetTime ? owner.Next : Mishap.None;
            owner.Next = request[5] != Wire.SetTime ? Mishap.None : owner.Next;
            if (_closed || mishap == Mishap.ClosedBeforeQuestion)
            {
                _closed = true;
                throw new IOException("broken pipe");
            }

            byte[] answer = mishap == Mishap.QuestionLost ? [] : owner.Answer(request) ?? [];
            byte[] sent = mishap switch
            {
                Mishap.AnswerLost or Mishap.ClosedBeforeAnswer => [],
                _ when owner.Loses?.Invoke(request) == true => [],
                Mishap.ClosedInMidAnswer => answer[..(answer.Length / 2)],
                Mishap.AnswerTwice => [.. answer, .. answer],
                Mishap.AnswerWithNoise => [0xFE, 0x80, 0x00, .. answer, 0xFE],
                _ => answer,
            };
            foreach (byte next in sent)
            {
                _incoming.Enqueue(next);
            }

            _closed |= mishap is Mishap.ClosedBeforeAnswer or Mishap.ClosedInMidAnswer;
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            _closed = true;
            return ValueTask.CompletedTask;
        }
    }

    private byte[]? Answer(byte[] request) => device.Take(request);

    private void Pass(CancellationToken cancellationToken)
    {
        clock.Advance(TimeSpan.FromMinutes(1));
        cancellationToken.ThrowIfCancellationRequested();
        throw new InvalidOperationException("A read without a time-out would wait for ever.");
    }
}
