namespace Edge.Deploy.Tests;

[Trait("Category", "Slow")]
public sealed class The_gateway_publishes_natively(PublishedGateway published) : NativeTests(published, "aarch64-linux-gnu-objdump");
