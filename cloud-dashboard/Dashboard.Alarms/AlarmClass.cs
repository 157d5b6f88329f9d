using System.Text.Json.Serialization;
using Edge.Contracts;

namespace Dashboard.Alarms;

/// <summary>What an alarm is about.</summary>
[JsonConverter(typeof(CamelCaseEnum<AlarmClass>))]
public enum AlarmClass
{
    /// <summary>A protection operated.</summary>
    Protection,

    /// <summary>The plant: an input that the profile calls an alarm.</summary>
    Plant,

    /// <summary>The way to a gateway or to a device.</summary>
    Communication,

    /// <summary>The system of telecontrol itself: clocks, losses, restarts.</summary>
    System,
}
