using BenchmarkDotNet.Attributes;
using Edge.Protocols.Mara;

namespace Edge.Benchmarks;

/// <summary>A 252-byte answer with ten events, from the bytes to every value: find the frame, check it, read all four sections.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class DecodeBenchmarks
{
    private readonly byte[] _frame = FullAnswer.OfTenEvents();

    /// <summary>What cannot be saved: the block check of the same frame.</summary>
    [Benchmark(Baseline = true)]
    public ushort Checksum() => MaraChecksum.Compute(_frame.AsSpan(0, _frame.Length - MaraFrame.TrailerLength));

    /// <summary>Find and check the frame, check its sections; look at no value.</summary>
    [Benchmark]
    public int ScanAndCheck() => Parse(out MaraPollAnswer answer) ? answer.Data.Length : throw Broken();

    /// <summary>The same, and every system variable, word and event, each event with its local time.</summary>
    [Benchmark]
    public long ScanCheckAndReadAll()
    {
        if (!Parse(out MaraPollAnswer answer))
        {
            throw Broken();
        }

        long sum = 0;
        for (int i = 0; i < answer.SystemVariables.Count; i++)
        {
            MaraSystemVariables variables = answer.SystemVariables[i];
            sum += variables.Restarts + (variables.Skew ?? 0);
        }

        for (int i = 0; i < answer.Digitals.Count; i++)
        {
            sum += answer.Digitals[i];
        }

        for (int i = 0; i < answer.Analogs.Count; i++)
        {
            MaraAnalog analog = answer.Analogs[i];
            sum += analog.Value + analog.Quality;
        }

        foreach (MaraEvent item in answer.Events)
        {
            sum += item.Type == MaraEventType.Energy ? item.Count : item.Bit;
            sum += item.TryGetLocalTime(out DateTime local) ? local.Ticks : 0;
        }

        return sum;
    }

    private static InvalidOperationException Broken() => new("Our own writer's answer was refused.");

    private bool Parse(out MaraPollAnswer answer)
    {
        answer = default;
        return MaraFrameScanner.TryRead(_frame, out MaraFrame frame, out _, out _) == MaraScanStatus.Frame
            && MaraPollAnswer.TryParse(frame.Data, out answer, out _);
    }
}
