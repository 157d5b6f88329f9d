using System.Diagnostics;
using System.Globalization;
using Edge.Fuzz;

// dotnet run -c Release --project tests/Edge.Fuzz -- mara|formulas|svg|workbook|journal-body --inputs N --seed S [--only INPUT]
string name = args.FirstOrDefault() ?? "";
FuzzTarget? target = FuzzTarget.All().FirstOrDefault(t => t.Name == name);
if (target is null || !TryRead("--inputs", 1_000_000, out long inputs) || !TryRead("--seed", 1, out long seed)
    || !TryRead("--only", -1, out long only))
{
    Console.Error.WriteLine($"usage: {string.Join('|', FuzzTarget.All().Select(t => t.Name))} [--inputs N] [--seed S] [--only INPUT]");
    return 2;
}

var clock = Stopwatch.StartNew();
long done = Math.Max(0, only);
long end = only >= 0 ? only + 1 : inputs;
try
{
    for (; done < end; done++)
    {
        target.Run(seed, done);
        if ((done + 1) % 1_000_000 == 0)
        {
            Console.WriteLine(
                $"{target.Name}: {done + 1} inputs, {clock.Elapsed.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture)} s");
        }
    }

    target.Finish();
}
catch (FuzzException failure)
{
    Console.Error.WriteLine($"{target.Name}: input {done} of seed {seed}: {failure.Message}\n{failure.InnerException}");
    return 1;
}

Console.WriteLine(
    $"{target.Name}: {end - Math.Max(0, only)} inputs of seed {seed} in "
    + $"{clock.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s: nothing found");
return 0;

bool TryRead(string option, long usual, out long value)
{
    int at = Array.IndexOf(args, option);
    value = usual;
    return at < 0 || (at + 1 < args.Length && long.TryParse(args[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out value));
}
