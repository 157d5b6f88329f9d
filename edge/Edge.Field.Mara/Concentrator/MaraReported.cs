namespace Edge.Field.Mara.Concentrator;

/// <summary>The conditions of IEDs that were reported and last: a condition is an event once, when it begins.</summary>
/// <param name="ClocksOff">Bit n: the clock of the IED at address n is off.</param>
/// <param name="Overflowed">Bit n: the stack of events of the IED at address n overflowed.</param>
internal readonly record struct MaraReported(ulong ClocksOff, ulong Overflowed);
