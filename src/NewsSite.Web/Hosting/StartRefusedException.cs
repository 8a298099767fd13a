namespace NewsSite.Web.Hosting;

/// <summary>The site cannot start; the message says what is wrong and names the ways out.</summary>
internal sealed class StartRefusedException : Exception
{
    public StartRefusedException()
        : base("The site cannot start.") { }

    public StartRefusedException(string message)
        : base(message) { }

    public StartRefusedException(string message, Exception inner)
        : base(message, inner) { }
}
