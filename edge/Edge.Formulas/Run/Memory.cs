using Edge.Domain;
using Edge.Formulas.Compile;
using Edge.Formulas.Findings;
using Edge.Formulas.Values;

namespace Edge.Formulas.Run;

/// <summary>
/// The value and the quality of each slot; initially those of the profile, with every point bad because it was not read yet.
/// </summary>
internal sealed class Memory
{
    /// <summary>Creates the memory of a profile.</summary>
    /// <param name="symbols">The slots.</param>
    /// <param name="broken">The slots whose formula could not be compiled: they are always bad.</param>
    internal Memory(Symbols symbols, IEnumerable<int> broken)
    {
        Values = new FormulaValue[symbols.Slots];
        Levels = new byte[symbols.Slots];
        Profile profile = symbols.Profile;
        for (int slot = 0; slot < symbols.PointBase; slot++)
        {
            Values[slot] = InitialValues.Initial(profile.Elements[slot / Symbols.ElementAttributes], AttributeOf(slot));
        }

        for (int slot = symbols.PointBase; slot < symbols.ScaleBase; slot += 2)
        {
            Values[slot] = slot < symbols.AnalogBase
                ? InitialValues.Initial(profile.Digitals[(slot - symbols.PointBase) / 2])
                : InitialValues.Initial(profile.Analogs[(slot - symbols.AnalogBase) / 2]);
            Levels[slot] = (byte)Quality.Bad;
            // Not good is not 0.
            Values[slot + 1] = FormulaValue.FromWhole(1);
        }

        for (int row = 0; row < profile.Analogs.Length; row++)
        {
            Values[symbols.ScaleBase + row] = InitialValues.Scale(profile.Analogs[row]);
        }

        foreach (int slot in broken)
        {
            Levels[slot] = (byte)Quality.Bad;
        }
    }

    /// <summary>The values by slot.</summary>
    internal FormulaValue[] Values { get; }

    /// <summary>The qualities by slot, a <see cref="Quality"/> each.</summary>
    internal byte[] Levels { get; }

    /// <summary>The attribute of a slot of an element.</summary>
    internal static ElementAttribute AttributeOf(int slot) => (ElementAttribute)(slot % Symbols.ElementAttributes);

    /// <summary>Converts a value to the type of an attribute: a palette index or a number; or returns why it cannot.</summary>
    internal static FormulaCode Fit(ElementAttribute attribute, ref FormulaValue value)
    {
        if (value.IsNothing || attribute == ElementAttribute.Text)
        {
            return FormulaCode.None;
        }

        double number = value.Number;
        if (attribute == ElementAttribute.Mark)
        {
            if (!value.IsNumber)
            {
                return FormulaCode.NotAMark;
            }

            value = FormulaValue.Real(number + 0.0);
            return FormulaCode.None;
        }

        if (!value.IsNumber || number < 0 || number > int.MaxValue || number != Math.Floor(number))
        {
            return FormulaCode.NotAPaletteIndex;
        }

        value = FormulaValue.Whole(number);
        return FormulaCode.None;
    }
}
