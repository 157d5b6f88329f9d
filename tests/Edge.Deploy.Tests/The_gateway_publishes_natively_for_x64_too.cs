namespace Edge.Deploy.Tests;

[Collection(NativePrograms.Name)]
[Trait("Category", "Native")]
public sealed class The_gateway_publishes_natively_for_x64_too(GatewayPublishedForX64 published)
    : NativeTests(published, "objdump"), IClassFixture<GatewayPublishedForX64>;
