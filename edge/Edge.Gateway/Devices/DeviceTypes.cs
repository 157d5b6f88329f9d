using System.Collections.Immutable;
using Edge.Gateway.Devices.Common;
using Edge.Gateway.Devices.LocalIo;
using Edge.Gateway.Devices.Mara;

namespace Edge.Gateway.Devices;

/// <summary>The table of the types of devices. A new type is a folder beside this file, and a line here.</summary>
/// <param name="all">The types.</param>
internal sealed class DeviceTypes(ImmutableArray<DeviceType> all)
{
    /// <summary>The types that this program knows.</summary>
    public static DeviceTypes Known { get; } = new(
    [
        MaraTcpDevice.Row,
        MaraBusDevice.Row,
        LocalIoDevice.Row,
    ]);

    /// <summary>The types.</summary>
    public ImmutableArray<DeviceType> All => all;

    /// <summary>The type of a word; null where there is none.</summary>
    /// <param name="word">The word of the configuration.</param>
    public DeviceType? Find(string? word) => all.FirstOrDefault(type => type.Word == word);

    /// <summary>A device of an unknown type: the check reports it, and it is never planned.</summary>
    public DeviceConfiguration Unknown(string name, string type) =>
        new UnknownDevice($"give {Phrase.Join($", or ", all.Select(Described))}.")
        {
            Name = name,
            Type = type,
        };

    private static Phrase Described(DeviceType type) => $"\"{type.Word}\" ({type.Summary})";

    private sealed record UnknownDevice(Phrase Hint) : DeviceConfiguration
    {
        internal override void Check(DeviceCheck check) =>
            check.Add("type", Type.Length == 0 ? (Phrase)$"is missing: {Hint}" : $"'{Type}' is no type of device: {Hint}");

        internal override DevicePlan Plan(DevicePlanning planning) =>
            throw new InvalidOperationException($"'{Type}' is no type of device.");
    }
}
