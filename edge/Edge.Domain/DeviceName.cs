using System.Globalization;

namespace Edge.Domain;

/// <summary>The name of an IED within its substation, as the catalogue, the events and the health of a link use it.</summary>
public static class DeviceName
{
    /// <summary>The bus address of the concentrator itself; events write it as 0 or 1 (Mara 1.4 §5).</summary>
    private const int Concentrator = 1;

    /// <summary>Its bus address; behind one of several concentrators <c>{concentrator}-{address}</c>, since addresses repeat between them.</summary>
    /// <param name="comaster">The id of its concentrator as <see cref="IedDefinition.Comaster"/>; 0 where there is only one.</param>
    /// <param name="address">Its bus address; 0 is the concentrator, like 1.</param>
    public static string Of(int comaster, int address)
    {
        int known = address == 0 ? Concentrator : address;
        return comaster == 0
            ? known.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{comaster}-{known}");
    }
}
