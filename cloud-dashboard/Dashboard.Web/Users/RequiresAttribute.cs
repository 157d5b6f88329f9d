namespace Dashboard.Web.Users;

/// <summary>The right that an endpoint or a method of the hub needs.</summary>
/// <param name="right">The right.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequiresAttribute(Right right) : Attribute
{
    /// <summary>The right.</summary>
    internal Right Right { get; } = right;
}
