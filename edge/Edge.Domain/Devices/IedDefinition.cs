using System.Text.Json.Serialization;

namespace Edge.Domain;

/// <summary>An IED and its part of the answer of its concentrator (Mara 1.4 §4).</summary>
/// <param name="Id">The row's id in the workbook.</param>
/// <param name="Address">Its address on the RS-485 bus, 1 (the concentrator itself) to 63; events carry it.</param>
/// <param name="Offset">Its place in the answer, from 1.</param>
/// <param name="SystemVariableBytes">How many bytes of system variables it has (6).</param>
/// <param name="DigitalWords">How many 16-bit words of digital inputs it has.</param>
/// <param name="AnalogWords">How many 16-bit words of analogue inputs it has.</param>
/// <param name="Description">Its description, or empty.</param>
public sealed record IedDefinition(
    int Id, int Address, int Offset, int SystemVariableBytes, int DigitalWords, int AnalogWords, string Description)
{
    /// <summary>The id of the concentrator in whose answer it stands; 0 where the profile has only one.</summary>
    public int Comaster { get; init; }

    /// <summary>Its id.</summary>
    [JsonIgnore]
    public DeviceId Device => ConcentratorLayout.IdOf(Comaster, Address);
}
