namespace NewsSite.News.Publishing;

/// <summary>The story cannot go out as it is; the message is for the editor.</summary>
public sealed class PublishRefusedException : Exception
{
    public PublishRefusedException()
        : base("The story cannot go out.") { }

    public PublishRefusedException(string message)
        : base(message) { }

    public PublishRefusedException(string message, Exception inner)
        : base(message, inner) { }
}
