using System.Collections.Immutable;
using System.Globalization;

namespace Edge.Domain;

/// <summary>A concentrator: its IEDs in the order of its answer, and the place of each in it. The layout is calculated only here.</summary>
public sealed class ConcentratorLayout
{
    /// <summary>The bus address of the concentrator itself, which is an IED of its own; events write it as 0, too (Mara 1.4 §5).</summary>
    public const int OwnAddress = 1;

    /// <summary>The highest bus address (Mara 1.4 §1).</summary>
    public const int MaximumAddress = 63;

    private readonly DeviceId[] _ids;

    /// <summary>Calculates the layout.</summary>
    /// <param name="number">The number of the concentrator in the profile; 0 where there is only one.</param>
    /// <param name="ieds">The IEDs of the profile; those of other concentrators are left out.</param>
    public ConcentratorLayout(int number, IEnumerable<IedDefinition> ieds)
    {
        ArgumentNullException.ThrowIfNull(ieds);
        Number = number;
        _ids = [.. Enumerable.Range(0, MaximumAddress + 1).Select(address => IdOf(number, address))];
        var places = ImmutableArray.CreateBuilder<IedPlace>();
        foreach (IedDefinition ied in ieds.Where(i => i.Comaster == number).OrderBy(i => i.Offset))
        {
            places.Add(new IedPlace(ied, VariableBytes, DigitalWords, AnalogWords));
            VariableBytes += ied.SystemVariableBytes;
            DigitalWords += ied.DigitalWords;
            AnalogWords += ied.AnalogWords;
        }

        Places = places.DrainToImmutable();
    }

    /// <summary>Its number in the profile; 0 where there is only one.</summary>
    public int Number { get; }

    /// <summary>Its own id.</summary>
    public DeviceId Id => _ids[OwnAddress];

    /// <summary>Its IEDs, itself included, in the order of an answer.</summary>
    public ImmutableArray<IedPlace> Places { get; }

    /// <summary>How many bytes of system variables a whole answer has.</summary>
    public int VariableBytes { get; }

    /// <summary>How many words of digital inputs a whole answer has.</summary>
    public int DigitalWords { get; }

    /// <summary>How many words of analogue inputs a whole answer has.</summary>
    public int AnalogWords { get; }

    /// <summary>The id of a device on its bus, also where the profile has none; 0 is the concentrator, like 1.</summary>
    /// <param name="address">A bus address, 0 to <see cref="MaximumAddress"/>.</param>
    public DeviceId IdOf(int address) => _ids[address];

    /// <summary>Whether an id is one of its bus addresses.</summary>
    /// <param name="id">The id.</param>
    public bool Owns(DeviceId id) => Array.IndexOf(_ids, id) >= 0;

    /// <summary>
    /// The one rule for ids: the bus address; behind one of several concentrators <c>{concentrator}-{address}</c>, since addresses repeat.
    /// Allocates at each call; <see cref="IdOf(int)"/> does not.
    /// </summary>
    /// <param name="number">The number of the concentrator in the profile; 0 where there is only one.</param>
    /// <param name="address">The bus address; 0 is the concentrator, like 1.</param>
    public static DeviceId IdOf(int number, int address)
    {
        int known = address == 0 ? OwnAddress : address;
        return new DeviceId(number == 0
            ? known.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{number}-{known}"));
    }
}

/// <summary>The place of an IED in the answer of its concentrator; all numbers count from 0 in their section.</summary>
/// <param name="Ied">The IED.</param>
/// <param name="FirstVariable">Its first byte of system variables.</param>
/// <param name="FirstDigital">Its first word of digital inputs.</param>
/// <param name="FirstAnalog">Its first word of analogue inputs.</param>
public sealed record IedPlace(IedDefinition Ied, int FirstVariable, int FirstDigital, int FirstAnalog);
