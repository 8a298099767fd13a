namespace NewsSite.Rendering;

/// <summary>A story's body, ready for readers.</summary>
/// <param name="Html">Sanitised; safe to write unencoded.</param>
/// <param name="Text">
/// The words alone, a line to a block; for search and passages. Pull quotes, which repeat the body, and links to
/// other stories are left out.
/// </param>
/// <param name="Pictures">The file names of the pictures that <paramref name="Html"/> shows.</param>
public sealed record RenderedBody(string Html, string Text, IReadOnlySet<string> Pictures)
{
    public int WordCount { get; } = Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
