namespace Edge.Gateway.Runtime;

/// <summary>Why a new profile is not activated.</summary>
/// <param name="Reason">One of <see cref="Edge.Contracts.ProfileReasonCode"/>.</param>
/// <param name="Detail">The details, for people.</param>
internal sealed record Refusal(string Reason, string Detail);
