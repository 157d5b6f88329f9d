namespace Edge.EndToEnd.Tests.Room;

/// <summary>The tests that share a control room: one after the other, each with alarms of its own.</summary>
[CollectionDefinition(Name)]
public sealed class ControlRoomCollection : ICollectionFixture<ControlRoom>
{
    public const string Name = "Control room";
}
