using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Journal;

/// <summary>
/// An attribute of an element that is kept: the payload of an operator's record and of the table <c>element</c>, in encoding 1.
/// element := tag attribute action value who time; value and who may be missing.
/// </summary>
internal static class ElementCodec
{
    public static ReadOnlySpan<byte> Write(BodyWriter body, in ElementState state)
    {
        body.Begin();
        body.Text(state.Tag);
        body.Byte((byte)state.Attribute);
        body.Byte((byte)state.Action);
        body.Text(state.Value);
        body.Text(state.Who);
        body.Signed(state.Time.UtcTicks);
        return body.End();
    }

    /// <summary>Reads it. When the body has a fault, the result must not be used.</summary>
    public static ElementState Read(ref BodyReader body)
    {
        string tag = body.Text() ?? "";
        var attribute = (ElementAttribute)body.Byte();
        var action = (ElementAction)body.Byte();
        string? value = body.Text();
        string? who = body.Text();
        DateTimeOffset time = body.Time();
        if (tag.Length == 0 || attribute > ElementAttribute.Mark || action > ElementAction.Release)
        {
            body.Fail("it names no attribute of an element");
        }

        return new ElementState(tag, attribute, value, action, who, time);
    }
}
