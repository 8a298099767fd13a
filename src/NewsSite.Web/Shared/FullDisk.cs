namespace NewsSite.Web.Shared;

/// <summary>Says that there is no room left, without the name of a file of ours.</summary>
internal static class FullDisk
{
    // As Unix numbers it, and as Windows does.
    private const int Unix = 28;
    private const int Windows = unchecked((int)0x80070070);

    /// <returns>What went wrong, for an admin to read.</returns>
    public static string Words(Exception e) =>
        e is IOException { HResult: Unix or Windows }
            ? "The disk of the server is full. Make room on it, then try again."
            : e.Message;
}
