using System.Diagnostics.CodeAnalysis;
using Edge.Pipeline.Live;

namespace Edge.Mqtt;

/// <summary>The profile that is published, until another one replaces it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Readers may still check whether it was replaced; it has only memory.")]
internal sealed class ActiveProfile(Publication publication, LiveBoard board)
{
    private readonly CancellationTokenSource _replaced = new();

    public Publication Publication => publication;

    public LiveBoard Board => board;

    public CancellationToken Replaced => _replaced.Token;

    public void Replace() => _replaced.Cancel();
}
