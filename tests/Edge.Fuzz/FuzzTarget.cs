namespace Edge.Fuzz;

/// <summary>Something that takes input from outside.</summary>
public abstract class FuzzTarget
{
    /// <summary>Its name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>The numbers of the input in hand.</summary>
    protected Dice Dice { get; } = new();

    /// <summary>Makes one input and checks what became of it.</summary>
    /// <exception cref="FuzzException">Something that must always hold did not.</exception>
    public void Run(long seed, long input)
    {
        Dice.Seed(seed, input);
        try
        {
            Check();
        }
        catch (Exception e) when (e is not (OutOfMemoryException or FuzzException))
        {
            throw new FuzzException($"it threw {e.GetType().Name}: {e.Message}", Describe(), e);
        }
    }

    /// <summary>What is left to check at the end.</summary>
    public virtual void Finish()
    {
    }

    /// <summary>All targets.</summary>
    public static FuzzTarget[] All() =>
        [new MaraTarget(), new FormulasTarget(), new SvgTarget(), new WorkbookTarget(), new JournalBodyTarget()];

    /// <summary>One input.</summary>
    protected abstract void Check();

    /// <summary>The input in hand, so that a person can make a test of it.</summary>
    protected abstract string Describe();

    /// <summary>Something must hold.</summary>
    protected void Holds(bool condition, string what)
    {
        if (!condition)
        {
            throw new FuzzException(what, Describe());
        }
    }
}

/// <summary>What must always hold did not.</summary>
/// <param name="what">What.</param>
/// <param name="input">With which input.</param>
/// <param name="inner">What was thrown, if anything.</param>
public sealed class FuzzException(string what, string input, Exception? inner = null) : Exception($"{what}\ninput: {input}", inner);
