namespace NewsSite.EmbeddedPostgres;

/// <summary>The server could not be started; the message says why, for the person who started the site.</summary>
public sealed class EmbeddedServerException : Exception
{
    public EmbeddedServerException()
        : base("The server could not be started.") { }

    public EmbeddedServerException(string message)
        : base(message) { }

    public EmbeddedServerException(string message, Exception? inner)
        : base(message, inner) { }
}
