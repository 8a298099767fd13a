using System.Runtime.CompilerServices;

namespace NewsSite.News.Importing.Asked;

/// <summary>A source that remembers what went by.</summary>
public sealed class WatchedSource(IStorySource inner) : IStorySource
{
    /// <summary>So many sections are told, the largest first.</summary>
    public const int FoundLimit = 2000;

    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private SourceNouns? nouns;

    /// <summary>How many posts and pages went by since they were asked for.</summary>
    public int Done { get; private set; }

    /// <inheritdoc/>
    public string File => inner.File;

    /// <inheritdoc/>
    public async Task<SourceNouns> OpenAsync(ImportReport report, CancellationToken cancel) =>
        nouns = await inner.OpenAsync(report, cancel);

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePost> PostsAsync(
        ImportReport report,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        counts.Clear();
        Done = 0;
        await foreach (var post in inner.PostsAsync(report, cancel))
        {
            Done++;
            var tags = post.Tags.Select(key => nouns!.Tags.GetValueOrDefault(key)?.Section).OfType<string>();
            foreach (var section in post.Sections.Concat(tags))
            {
                counts[section] = counts.GetValueOrDefault(section) + 1;
            }

            yield return post;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<SourcePicture> PicturesAsync(ImportReport report, CancellationToken cancel) =>
        inner.PicturesAsync(report, cancel);

    /// <inheritdoc/>
    public IAsyncEnumerable<SourceFile> FilesAsync(CancellationToken cancel) => inner.FilesAsync(cancel);

    /// <summary>Of a source that was read to its end.</summary>
    public IReadOnlyList<FoundSection> Found() =>
        [
            .. nouns!
                .Sections.Values.Select(s => Of(s.Key, s.Name, ImportedSections.SlugOf(s)))
                .Concat(
                    nouns!.Tags.Values.Where(t => t.Section is not null).Select(t => Of(t.Section!, t.Name, t.Section!))
                )
                .OrderByDescending(s => s.Count)
                .ThenBy(s => s.Name, StringComparer.Ordinal)
                .Take(FoundLimit),
        ];

    private FoundSection Of(string key, string name, string slug) =>
        new(ToldReport.Kept(key), ToldReport.Kept(name), ToldReport.Kept(slug), counts.GetValueOrDefault(key));
}
