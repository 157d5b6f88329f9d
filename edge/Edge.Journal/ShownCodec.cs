using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Journal;

/// <summary>
/// What elements show, where it changed together, in encoding 1. shown := count { elementId head quality [text] [fillId] [strokeId] };
/// elements and colours are numbers of the table of tags, which keeps any name.
/// </summary>
internal static class ShownCodec
{
    // quality: bits 0–3 level, bits 4–7 reason.
    private const byte HasText = 0x01;
    private const byte HasFill = 0x02;
    private const byte HasStroke = 0x04;
    private const byte Known = HasText | HasFill | HasStroke;
    private const int ReasonShift = 4;
    private const byte LevelMask = 0x0F;
    private const int Smallest = 3;

    public static ReadOnlySpan<byte> Write(BodyWriter body, ReadOnlySpan<ElementShown> shown, TagId tagId)
    {
        body.Begin();
        body.Unsigned((ulong)shown.Length);
        foreach (ref readonly ElementShown one in shown)
        {
            body.Unsigned((ulong)tagId(one.Element));
            body.Byte((byte)((one.Text is null ? 0 : HasText) | (one.Fill is null ? 0 : HasFill) | (one.Stroke is null ? 0 : HasStroke)));
            body.Byte((byte)((byte)one.Quality.Level | (byte)one.Quality.Reason << ReasonShift));
            if (one.Text is not null)
            {
                body.Text(one.Text);
            }

            if (one.Fill is not null)
            {
                body.Unsigned((ulong)tagId(one.Fill));
            }

            if (one.Stroke is not null)
            {
                body.Unsigned((ulong)tagId(one.Stroke));
            }
        }

        return body.End();
    }

    public static ImmutableArray<ElementShown> Read(ref BodyReader body, TagName tagName)
    {
        ulong count = body.Unsigned();
        if (count > (ulong)body.Remaining / Smallest)
        {
            body.Fail($"it claims {count} elements, more than its body can hold");
            return [];
        }

        var shown = ImmutableArray.CreateBuilder<ElementShown>((int)count);
        for (ulong i = 0; i < count && body.Fault is null; i++)
        {
            string element = RecordCodec.Name(ref body, tagName) ?? "";
            byte head = body.Byte();
            byte quality = body.Byte();
            var level = (Quality)(quality & LevelMask);
            var reason = (QualityReason)(quality >> ReasonShift);
            if ((head & ~Known) != 0 || level > Quality.Bad || reason > QualityReason.GatewayOffline)
            {
                body.Fail("an element in its body shows what is none");
                break;
            }

            string? text = (head & HasText) != 0 ? body.Text() ?? "" : null;
            string? fill = (head & HasFill) != 0 ? RecordCodec.Name(ref body, tagName) : null;
            string? stroke = (head & HasStroke) != 0 ? RecordCodec.Name(ref body, tagName) : null;
            shown.Add(new ElementShown(element, text, fill, stroke, new QualityState(level, reason)));
        }

        return shown.DrainToImmutable();
    }
}
