using Dashboard.Ingest.Sites;

namespace Dashboard.Ingest.Tests.Sites;

/// <summary>Two gateways of one site are found out by an epoch that comes back, and restarts are not taken for them.</summary>
public sealed class GatewayTwinsTests
{
    private readonly GatewayTwins _twins = new();

    [Fact]
    public void A_gateway_that_starts_again_and_again_is_one()
    {
        for (int i = 0; i < 100; i++)
        {
            Assert.Null(_twins.Announce($"j.{i}"));
            Assert.Null(_twins.Announce($"j.{i}"));
        }
    }

    [Fact]
    public void An_epoch_that_comes_back_is_a_second_gateway()
    {
        Assert.Null(_twins.Announce("j.1"));
        Assert.Null(_twins.Announce("j.2"));
        Assert.Equal("j.2", _twins.Announce("j.1"));
        Assert.Null(_twins.Announce("j.1"));
        Assert.Equal("j.1", _twins.Announce("j.2"));
    }

    [Fact]
    public void It_is_found_out_though_the_other_one_starts_again()
    {
        Assert.Null(_twins.Announce("j.1"));
        Assert.Null(_twins.Announce("j.2"));
        Assert.Null(_twins.Announce("j.3"));
        Assert.Equal("j.3", _twins.Announce("j.1"));
        Assert.Null(_twins.Announce("j.4"));
        Assert.Equal("j.4", _twins.Announce("j.1"));
    }
}
