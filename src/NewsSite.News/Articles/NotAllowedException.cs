namespace NewsSite.News.Articles;

/// <summary>The story does not exist, or the actor may not do this to it; answered alike, so that neither is told.</summary>
public sealed class NotAllowedException : Exception
{
    public NotAllowedException()
        : base("You cannot do this to this story.") { }

    public NotAllowedException(string message)
        : base(message) { }

    public NotAllowedException(string message, Exception inner)
        : base(message, inner) { }
}
