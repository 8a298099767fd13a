namespace NewsSite.News.Database;

/// <summary>Patterns of SQL's <c>like</c>.</summary>
internal static class Like
{
    /// <returns>What is typed, so that it means itself in a pattern.</returns>
    public static string Literal(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
}
