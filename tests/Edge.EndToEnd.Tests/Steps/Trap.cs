namespace Edge.EndToEnd.Tests.Steps;

/// <summary>Stops parts at the first time that a step is reached, within the thread that reaches it.</summary>
/// <param name="step">The step.</param>
internal sealed class Trap(Step step)
{
    private Action? _stop;
    private volatile bool _isSprung;

    /// <summary>Whether the step was reached, and all that was to be stopped is stopped.</summary>
    internal bool IsSprung => _isSprung;

    /// <summary>From now on.</summary>
    internal void Arm(Action stop) => Volatile.Write(ref _stop, stop);

    /// <summary>A step is reached.</summary>
    internal void Reach(Step reached)
    {
        if (reached == step && Interlocked.Exchange(ref _stop, null) is { } stop)
        {
            stop();
            _isSprung = true;
        }
    }
}
