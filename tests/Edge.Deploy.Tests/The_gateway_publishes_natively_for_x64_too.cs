namespace Edge.Deploy.Tests;

/// <summary>A native program costs both cores a minute: one is enough in each run of all tests.</summary>
[Trait("Category", "Long")]
public sealed class The_gateway_publishes_natively_for_x64_too(GatewayPublishedForX64 published)
    : NativeTests(published, "objdump"), IClassFixture<GatewayPublishedForX64>;
