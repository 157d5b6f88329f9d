using BenchmarkDotNet.Attributes;
using Edge.Domain;
using Edge.Formulas;

namespace Edge.Benchmarks;

/// <summary>The formulas of the sample workbook after a change: only what depends on it is evaluated.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class FormulaBenchmarks
{
    private readonly Profile _profile = SampleStation.Import();
    private FormulaEngine _engine = null!;
    private int _power;
    private int _breaker;
    private int _analog = 1;
    private int _digital = 1;
    private int _all = 1;

    /// <summary>Builds the engine, every digital input at 0, every measurement at its first value.</summary>
    [GlobalSetup]
    public void Build()
    {
        _engine = FormulaEngine.Build(_profile);
        _power = _engine.FindAnalog("LA1PA_01");
        _breaker = _engine.FindDigital("LA152B03");
        if (_engine.Findings.Length > 0 || _power < 0 || _breaker < 0)
        {
            throw new InvalidOperationException("The sample workbook is not the one that these results are about.");
        }

        SetAll(1);
        _ = _engine.Recompute();
        Say(nameof(OneAnalogChanged), OneAnalogChanged);
        Say(nameof(OneDigitalChanged), OneDigitalChanged);
        Say(nameof(EverythingChanged), EverythingChanged);
    }

    /// <summary>What a scan pays for a point that stayed as it was.</summary>
    [Benchmark(Baseline = true)]
    public void SetWithoutChange() => _engine.SetPoint(_breaker, 1, 0, QualityState.Good);

    /// <summary>The active power of feeder 1, and what is computed from it.</summary>
    [Benchmark]
    public int OneAnalogChanged()
    {
        _engine.SetPoint(_power, 770 + (++_analog & 1), 0, QualityState.Good);
        return _engine.Recompute().Length;
    }

    /// <summary>The breaker of feeder 3: its colour, its words and what hangs on it.</summary>
    [Benchmark]
    public int OneDigitalChanged()
    {
        _engine.SetPoint(_breaker, ++_digital & 1, 0, QualityState.Good);
        return _engine.Recompute().Length;
    }

    /// <summary>Every point of the station at once.</summary>
    [Benchmark]
    public int EverythingChanged()
    {
        SetAll(++_all & 1);
        return _engine.Recompute().Length;
    }

    private void SetAll(int turn)
    {
        for (int i = 0; i < _profile.Digitals.Length; i++)
        {
            _engine.SetPoint(i, turn, 0, QualityState.Good);
        }

        for (int i = 0; i < _profile.Analogs.Length; i++)
        {
            _engine.SetPoint(_profile.Digitals.Length + i, _profile.Analogs[i].InitialRaw + turn, 0, QualityState.Good);
        }
    }

    // How much work a result stands for; without it a fast result could be one that did nothing.
    private void Say(string what, Func<int> change)
    {
        long before = _engine.Evaluations;
        int elements = change();
        Console.WriteLine(
            $"// {what}: {_engine.Evaluations - before} of {_profile.Formulas.Length} formulas evaluated, {elements} elements changed");
        if (elements == 0)
        {
            throw new InvalidOperationException($"{what} changes nothing.");
        }
    }
}
