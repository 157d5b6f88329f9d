namespace Edge.Gateway.Runtime;

/// <summary>Why another profile is not put to work.</summary>
/// <param name="Reason">One of <see cref="Edge.Contracts.ProfileReasonCode"/>.</param>
/// <param name="Detail">What exactly, for a person.</param>
internal sealed record Refusal(string Reason, string Detail);
