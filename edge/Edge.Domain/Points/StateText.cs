namespace Edge.Domain;

/// <summary>The word for one state of a digital input (<c>textoevtipo</c>).</summary>
/// <param name="Id">Which pair.</param>
/// <param name="Value">Which state.</param>
/// <param name="Text">The word.</param>
public sealed record StateText(int Id, int Value, string Text);
