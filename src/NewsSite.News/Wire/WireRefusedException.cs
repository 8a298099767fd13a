namespace NewsSite.News.Wire;

/// <summary>Something cannot be done with a source or an entry; the message says why, and what to do.</summary>
public sealed class WireRefusedException : Exception
{
    public WireRefusedException()
        : this("", "It cannot be done.") { }

    public WireRefusedException(string message)
        : this("", message) { }

    public WireRefusedException(string message, Exception inner)
        : base(message, inner) => Field = "";

    public WireRefusedException(string field, string message)
        : base(message) => Field = field;

    /// <summary>The field of the form that the message stands beside; empty for none.</summary>
    public string Field { get; }
}
