using Edge.Domain;

namespace TestKit.Field;

/// <summary>What an event tells and how Mara names it, side by side, for tests that compare several of them at once.</summary>
public static class FieldEventViews
{
    extension(FieldEvent happened)
    {
        /// <summary>The bus address as the event names it.</summary>
        public int IedAddress => happened.Mara.Ied;

        public int Comaster => happened.Mara.Concentrator;

        public int? Port => happened.Mara.Port;

        public int? Bit => happened.Mara.Bit;

        public int? Code => happened.Mara.Code;

        public int? Motive => happened.Mara.Motive;

        /// <summary>The bytes on the wire.</summary>
        public NativeBytes Bytes => happened.Native.Mara?.Bytes ?? default;

        public int? State => happened.Content.State is { } change ? (int)change.State.AsDouble : null;

        public string? Text => happened.Content.State?.Text ?? happened.Content.Finding?.Text;

        public int? AlarmKind => happened.Content.State?.AlarmKind;

        public int? Channel => happened.Content.Energy?.Channel ?? happened.Content.Finding?.Channel;

        public int? Count => happened.Content.Energy?.Count ?? happened.Content.Finding?.Count;

        public double? Energy => happened.Content.Energy?.Energy;

        public GatewayFinding Finding => happened.Content.Finding?.Kind ?? GatewayFinding.None;

        public DeviceCondition? Condition => happened.Content.Device?.Condition;

        private MaraNative Mara => happened.Native.Mara ?? throw new InvalidOperationException("Mara does not name this event.");
    }
}
