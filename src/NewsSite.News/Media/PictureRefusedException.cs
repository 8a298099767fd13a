namespace NewsSite.News.Media;

/// <summary>A file cannot be taken as a picture; the message tells the person why, and what would do.</summary>
public sealed class PictureRefusedException : Exception
{
    public PictureRefusedException()
        : base("This file cannot be used as a picture.") { }

    public PictureRefusedException(string message)
        : base(message) { }

    public PictureRefusedException(string message, Exception inner)
        : base(message, inner) { }
}
