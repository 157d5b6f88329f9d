namespace Edge.Deploy.Tests;

[Collection(NativePrograms.Name)]
[Trait("Category", "Native")]
public sealed class The_gateway_publishes_natively(PublishedGateway published) : NativeTests(published, "aarch64-linux-gnu-objdump");
