using System.Buffers.Binary;
using Edge.Domain;
using Edge.Pipeline;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Layout;

/// <summary>The place of one point in a section of an answer.</summary>
/// <param name="Point">Its index into the tag table.</param>
/// <param name="At">The byte: of a digital the one with its bit, of an analogue its low byte; −1 where no answer can contain it.</param>
/// <param name="Source">Its IED, as an index into the caller's list of the qualities of IEDs.</param>
/// <param name="Shift">Digital: the bit of the byte.</param>
/// <param name="Flip">Digital: 1 where the profile inverts it.</param>
internal readonly record struct MaraPlace(int Point, int At, short Source, byte Shift, byte Flip)
{
    // No frame contains a later word (Mara 1.4 §2).
    private const int Words = MaraFrame.MaximumData / 2;
    private const int BitsOfWord = 16;
    private const int BitsOfByte = 8;

    /// <summary>The place of a digital input; words have their low byte first (Mara 1.4 §4).</summary>
    public static MaraPlace Of(MaraPointMap.Digital digital, int word, int source) => new(
        digital.Index,
        word is >= 0 and < Words && digital.At.Bit is >= 0 and < BitsOfWord ? (word * 2) + (digital.At.Bit / BitsOfByte) : -1,
        (short)source,
        (byte)(digital.At.Bit & (BitsOfByte - 1)),
        digital.Point.Inverted ? (byte)1 : (byte)0);

    /// <summary>The place of an analogue input.</summary>
    public static MaraPlace Of(int index, int word, int source) =>
        new(index, word is >= 0 and < Words ? word * 2 : -1, (short)source, 0, 0);
}

/// <summary>Reads the values of an answer. Most of the time of a poll is spent here, so it only computes over arrays.</summary>
internal static class MaraReadings
{
    private static readonly QualityState s_notInAnswer = new(Quality.Bad, QualityReason.NotInAnswer);

    // By bits 15–14 of an analogue word (Mara 1.4 §4); 2 and 3 are not defined.
    private static readonly QualityState[] s_marks =
    [
        QualityState.Good,
        QualityState.Of(QualityFlags.Invalid).As(Quality.Bad, QualityReason.NoPulses),
        QualityState.Of(QualityFlags.Invalid),
        QualityState.Of(QualityFlags.Invalid),
    ];

    /// <summary>Reads digital inputs, inverted where the profile says so.</summary>
    /// <param name="places">Their places.</param>
    /// <param name="section">The bytes of their section.</param>
    /// <param name="sources">For each IED: good, or the quality of all its points.</param>
    /// <param name="to">As many readings as places.</param>
    public static void ReadDigitals(
        ReadOnlySpan<MaraPlace> places, ReadOnlySpan<byte> section, ReadOnlySpan<QualityState> sources, Span<Reading> to)
    {
        to = to[..places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            ref readonly MaraPlace place = ref places[i];
            if ((uint)place.At >= (uint)section.Length)
            {
                to[i] = new Reading(place.Point, default, s_notInAnswer);
                continue;
            }

            bool state = (((section[place.At] >> place.Shift) ^ place.Flip) & 1) != 0;
            to[i] = new Reading(place.Point, PointValue.Binary(state), sources[place.Source]);
        }
    }

    /// <summary>Reads analogue inputs, each with the quality in its word unless its IED is not good.</summary>
    /// <param name="places">Their places.</param>
    /// <param name="section">The bytes of their section.</param>
    /// <param name="sources">For each IED: good, or the quality of all its points.</param>
    /// <param name="to">As many readings as places.</param>
    public static void ReadAnalogs(
        ReadOnlySpan<MaraPlace> places, ReadOnlySpan<byte> section, ReadOnlySpan<QualityState> sources, Span<Reading> to)
    {
        to = to[..places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            ref readonly MaraPlace place = ref places[i];
            if (place.At < 0 || place.At + 1 >= section.Length)
            {
                to[i] = new Reading(place.Point, default, s_notInAnswer);
                continue;
            }

            MaraAnalog word = new(BinaryPrimitives.ReadUInt16LittleEndian(section[place.At..]));
            QualityState source = sources[place.Source];
            to[i] = new Reading(place.Point, PointValue.Whole(word.Value), source.IsGood ? s_marks[word.Quality] : source);
        }
    }
}
