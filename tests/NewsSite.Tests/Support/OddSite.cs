using Xunit;

namespace NewsSite.Tests.Support;

/// <summary>A site that is filled with <see cref="OddStories"/>, once for a test class.</summary>
public sealed class OddSite(PostgresFixture postgres) : IAsyncLifetime
{
    public SiteFixture Site { get; } = new(postgres);

    /// <summary>The copies that are filed under <see cref="OddStories.Category"/>.</summary>
    public IReadOnlyList<OddStory> Stories { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        Stories = await OddStories.FillAsync(Site);
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
