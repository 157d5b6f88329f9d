using Edge.Domain;
using Edge.Formulas.Compile;
using Edge.Formulas.Findings;

namespace Edge.Formulas.Run;

/// <summary>The quality of an element as a whole.</summary>
/// <param name="Level">The worst of its attributes.</param>
/// <param name="Slot">The first attribute that failed, or -1.</param>
/// <param name="Fault">Why it failed; none when it could not be compiled.</param>
internal readonly record struct Verdict(Quality Level, int Slot, Fault Fault);

/// <summary>Combines the qualities of an element's attributes.</summary>
internal sealed class Verdicts(Memory memory, Targets targets, Fault[] faults)
{
    /// <summary>The worst quality of an element's attributes, and the first that failed.</summary>
    internal Verdict Of(int element)
    {
        int first = element * Symbols.ElementAttributes;
        ReadOnlySpan<byte> levels = memory.Levels.AsSpan(first, Symbols.ElementAttributes);
        int worst = 0;
        foreach (byte level in levels)
        {
            worst = Math.Max(worst, level);
        }

        return worst == (int)Quality.Bad && FirstFailure(first) is { } failure ? failure : new Verdict((Quality)worst, -1, default);
    }

    private Verdict? FirstFailure(int first)
    {
        for (int slot = first; slot < first + Symbols.ElementAttributes; slot++)
        {
            if (targets.IsBroken(slot))
            {
                return new Verdict(Quality.Bad, slot, default);
            }

            int rank = targets.RankOf(slot);
            if (rank >= 0 && faults[rank] is { FromSource: false } fault && fault.Code != FormulaCode.None)
            {
                return new Verdict(Quality.Bad, slot, fault);
            }
        }

        return null;
    }
}
