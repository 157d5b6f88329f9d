namespace Edge.Pipeline;

/// <summary>
/// A driver that polls its devices at its own pace: it is called again immediately, also after a failure, and returns when it has a result.
/// </summary>
public interface IPacesItself : IFieldDriver;
