namespace NewsSite.News.Importing;

/// <summary>A file cannot be taken in at all. The message names the file, the line and the reason; nothing was written.</summary>
public sealed class ImportRefusedException : Exception
{
    public ImportRefusedException()
        : base("The file cannot be taken in.") { }

    public ImportRefusedException(string message)
        : base(message) { }

    public ImportRefusedException(string message, Exception inner)
        : base(message, inner) { }

    /// <param name="file">Its name is told, its folder is not.</param>
    internal static ImportRefusedException At(string file, int line, string reason, Exception? inner = null) =>
        At(file, $"line {line}", reason, inner);

    /// <param name="file">Its name is told, its folder is not.</param>
    /// <param name="place">In words: <c>line 12</c>.</param>
    internal static ImportRefusedException At(string file, string place, string reason, Exception? inner = null)
    {
        var message = $"{Path.GetFileName(file)}, {place}: {reason}";
        return inner is null ? new(message) : new(message, inner);
    }
}

/// <summary>One thing of a file cannot be taken in, and the others can.</summary>
#pragma warning disable CA1032 // It always says why.
internal sealed class ItemRefusedException(string reason) : Exception(reason);
#pragma warning restore CA1032
