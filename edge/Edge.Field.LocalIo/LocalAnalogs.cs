using Edge.Domain;
using Edge.Pipeline;
using Edge.Protocols.Mara;

namespace Edge.Field.LocalIo;

/// <summary>The last results of the analogue inputs of IED 1. Safe for several threads.</summary>
internal sealed class LocalAnalogs(LocalIoOptions options, LocalPoints points)
{
    // Mara 1.4 §4: bits 15–14, any value but 0 is not good; 01 would mean that nothing pulsed.
    private const byte NotGood = 2;

    private static readonly QualityState s_linkDown = new(Quality.Bad, QualityReason.LinkDown);
    private static readonly QualityState s_notWired = new(Quality.Bad, QualityReason.NotInAnswer);
    private static readonly QualityState s_clipped = QualityState.Of(QualityFlags.OverRange);

    private readonly Lock _gate = new();
    private readonly Word?[] _words = WordsOf(options);
    private LocalPoints _points = points;

    /// <summary>The counts of a result, limited to the range from 0 to the counts of full scale.</summary>
    public static int CountsOf(short result, LocalAnalogInput input)
    {
        double volts = result * input.Range / -short.MinValue * input.Divider;
        return (int)Math.Clamp(Math.Round(volts / input.FullScale * input.Counts, MidpointRounding.AwayFromZero), 0, input.Counts);
    }

    /// <summary>Continues with the points of another profile.</summary>
    public void Use(LocalPoints next)
    {
        lock (_gate)
        {
            _points = next;
        }
    }

    /// <summary>Stores a result.</summary>
    public void Set(LocalAnalogInput input, short result)
    {
        lock (_gate)
        {
            _words[input.Channel] = new Word(true, CountsOf(result, input), result == Ads1115.Clipped ? s_clipped : QualityState.Good);
        }
    }

    /// <summary>Marks the inputs of a converter as not readable.</summary>
    public void Fail(Ads1115Options converter)
    {
        lock (_gate)
        {
            foreach (LocalAnalogInput input in converter.Channels)
            {
                _words[input.Channel] = _words[input.Channel]!.Value with { Quality = s_linkDown };
            }
        }
    }

    /// <summary>Adds the readings of the points; one whose input was never read is left out.</summary>
    public void Read(List<Reading> readings)
    {
        lock (_gate)
        {
            foreach ((int point, int word) in _points.Analogs)
            {
                if ((uint)word >= LocalIoOptions.Channels || _words[word] is not { } known)
                {
                    readings.Add(new Reading(point, default, s_notWired));
                }
                else if (known.Known)
                {
                    readings.Add(new Reading(point, PointValue.Whole(known.Counts), known.Quality));
                }
            }
        }
    }

    /// <summary>Writes the words, little-endian.</summary>
    public void Write(Span<byte> words)
    {
        lock (_gate)
        {
            words.Clear();
            for (int i = 0; i < LocalIoOptions.Channels && (i * 2) + 1 < words.Length; i++)
            {
                Word word = _words[i] ?? default;
                int bits = word.Counts | (word.Known && word.Quality.IsGood ? MaraAnalog.Good : NotGood) << 14;
                (words[i * 2], words[(i * 2) + 1]) = ((byte)bits, (byte)(bits >> 8));
            }
        }
    }

    private static Word?[] WordsOf(LocalIoOptions options)
    {
        Word?[] words = new Word?[LocalIoOptions.Channels];
        foreach (LocalAnalogInput input in options.Converters.SelectMany(c => c.Channels))
        {
            words[input.Channel] = default(Word);
        }

        return words;
    }

    private readonly record struct Word(bool Known, int Counts, QualityState Quality);
}
