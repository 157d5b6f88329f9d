namespace Edge.Domain;

/// <summary>The text for one state of a digital input (<c>textoevtipo</c>).</summary>
/// <param name="Id">The id of the pair.</param>
/// <param name="Value">The state.</param>
/// <param name="Text">The text.</param>
public sealed record StateText(int Id, int Value, string Text);
