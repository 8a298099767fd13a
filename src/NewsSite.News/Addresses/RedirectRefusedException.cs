namespace NewsSite.News.Addresses;

/// <summary>A redirect cannot be taken into the list.</summary>
public sealed class RedirectRefusedException : Exception
{
    public RedirectRefusedException()
        : this("", "The redirect cannot be saved.") { }

    public RedirectRefusedException(string message)
        : this("", message) { }

    public RedirectRefusedException(string message, Exception inner)
        : base(message, inner) => Field = "";

    public RedirectRefusedException(string field, string message)
        : base(message) => Field = field;

    /// <summary>The field of the form that the message stands beside.</summary>
    public string Field { get; }
}
