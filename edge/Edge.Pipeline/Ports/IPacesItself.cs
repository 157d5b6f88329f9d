namespace Edge.Pipeline;

/// <summary>
/// A driver that asks the field at its own pace: it is polled again at once, after a failure too, and answers when it has something.
/// </summary>
public interface IPacesItself : IFieldDriver;
