namespace Edge.EndToEnd.Tests.Steps;

/// <summary>The parts that can be stopped, one or several at once.</summary>
[Flags]
public enum Parts
{
    None = 0,
    Gateway = 1,
    Broker = 2,
    Historian = 4,
}
