using System.Text.Json.Serialization;

namespace Edge.Domain;

/// <summary>
/// The source of the value of a point: a device, and an address on it that only the driver of the device interprets. A new protocol adds a
/// kind of address here; only its driver and the reader of its sheet use it.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(MaraInput), "maraInput")]
[JsonDerivedType(typeof(MaraChannel), "maraChannel")]
public abstract record PointSource
{
    /// <summary>The device.</summary>
    [JsonIgnore]
    public abstract DeviceId Device { get; }
}

/// <summary>A place on an IED behind a concentrator, or on the box that replaces the concentrator's own IED.</summary>
/// <param name="Concentrator">The number of the concentrator; 0 where the profile has only one.</param>
/// <param name="Ied">The bus address of the IED.</param>
/// <param name="Word">Which word of its section of the whole answer of its concentrator, from 1.</param>
public abstract record MaraSource(int Concentrator, int Ied, int Word) : PointSource
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override DeviceId Device => ConcentratorLayout.IdOf(Concentrator, Ied);
}

/// <summary>A digital input of an IED.</summary>
/// <param name="Concentrator">The number of the concentrator; 0 where the profile has only one.</param>
/// <param name="Ied">The bus address of the IED.</param>
/// <param name="Word">Which word of the digital section of the whole answer of its concentrator, from 1.</param>
/// <param name="Port">Its port on the IED, as in events.</param>
/// <param name="Bit">Its bit in the word, 0–15.</param>
public sealed record MaraInput(int Concentrator, int Ied, int Word, int Port, int Bit) : MaraSource(Concentrator, Ied, Word);

/// <summary>An analogue channel of an IED.</summary>
/// <param name="Concentrator">The number of the concentrator; 0 where the profile has only one.</param>
/// <param name="Ied">The bus address of the IED.</param>
/// <param name="Word">Which word of the analogue section of the whole answer of its concentrator, from 1.</param>
/// <param name="Channel">Its channel on the IED, as in energy events.</param>
public sealed record MaraChannel(int Concentrator, int Ied, int Word, int Channel) : MaraSource(Concentrator, Ied, Word);
