namespace Edge.Mqtt.Tests.Faults;

/// <summary>The log puts the reason of a lost connection in the middle of a line, with a full stop of its own.</summary>
public sealed class Fault_50_a_reason_within_a_line_has_no_full_stop
{
    [Theory]
    [InlineData("The operation has timed out.", "The operation has timed out")]
    [InlineData("Connection refused", "Connection refused")]
    public void Whatever_the_system_says(string message, string reason) =>
        Assert.Equal(reason, ConnectionFailure.Innermost(new IOException("around it.", new TimeoutException(message))));
}
