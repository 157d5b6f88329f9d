namespace Edge.Domain;

/// <summary>What can be done about an event (<c>accionev</c>).</summary>
/// <param name="Id">Its bit in an action mask, 0–31.</param>
/// <param name="Text">The engineer's description of the action.</param>
/// <param name="Address">The recipient (<c>direccion</c>: a telephone number, a mail address), or empty.</param>
public sealed record EventAction(int Id, string Text, string Address);
