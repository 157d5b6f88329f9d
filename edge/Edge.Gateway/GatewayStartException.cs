namespace Edge.Gateway;

/// <summary>The gateway cannot start, or not take a profile; the message says why and what to do.</summary>
public sealed class GatewayStartException(string message, Exception? inner = null) : Exception(message, inner);
