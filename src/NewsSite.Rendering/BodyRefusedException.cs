namespace NewsSite.Rendering;

/// <summary>The body cannot be rendered safely. It can be saved, but not published.</summary>
public sealed class BodyRefusedException : Exception
{
    public BodyRefusedException()
        : base("The body cannot be shown.") { }

    public BodyRefusedException(string message)
        : base(message) { }

    public BodyRefusedException(string message, Exception inner)
        : base(message, inner) { }
}
