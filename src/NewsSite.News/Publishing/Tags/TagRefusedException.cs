namespace NewsSite.News.Publishing.Tags;

/// <summary>An act on tags cannot be done.</summary>
public sealed class TagRefusedException : Exception
{
    public TagRefusedException()
        : this("", "The tag cannot be saved.") { }

    public TagRefusedException(string message)
        : this("", message) { }

    public TagRefusedException(string message, Exception inner)
        : base(message, inner) => Field = "";

    public TagRefusedException(string field, string message)
        : base(message) => Field = field;

    /// <summary>The field of the form that the message stands beside.</summary>
    public string Field { get; }
}
