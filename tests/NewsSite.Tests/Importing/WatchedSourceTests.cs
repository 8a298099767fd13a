using NewsSite.News.Importing;
using NewsSite.News.Importing.Asked;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>What an import remembers of a source that went by.</summary>
public sealed class WatchedSourceTests
{
    [Fact]
    public async Task Sections_are_told_without_the_letter_that_the_database_refuses()
    {
        var watched = new WatchedSource(new Odd());
        var report = new ImportReport("odd.json");
        await watched.OpenAsync(report, default);
        await foreach (var _ in watched.PostsAsync(report, default)) { }

        Assert.Equal(
            [new("ab", "A name", "a-name", 0), new("tag", "Tag", "tag", 0)],
            watched.Found().OrderBy(s => s.Key, StringComparer.Ordinal)
        );
    }

    private sealed class Odd : IStorySource
    {
        private const string Key = "a\0b";

        public string File => "odd.json";

        public Task<SourceNouns> OpenAsync(ImportReport report, CancellationToken cancel) =>
            Task.FromResult(
                new SourceNouns(
                    "odd",
                    "Odd",
                    new Dictionary<string, SourceAuthor>(),
                    new Dictionary<string, SourceSection> { [Key] = new(Key, "A\0 name", null, null, "line 1", []) },
                    new Dictionary<string, SourceTag> { ["1"] = new("1", "Tag\0", [], "tag\0") }
                )
                {
                    FeedWord = "feed",
                }
            );

        public IAsyncEnumerable<SourcePost> PostsAsync(ImportReport report, CancellationToken cancel) =>
            AsyncEnumerable.Empty<SourcePost>();
    }
}
