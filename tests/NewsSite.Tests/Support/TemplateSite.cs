using Xunit;

namespace NewsSite.Tests.Support;

/// <summary>A site that has a page of every kind, once for a test class.</summary>
public sealed class TemplateSite(PostgresFixture postgres) : IAsyncLifetime
{
    public SiteFixture Site { get; } = new(postgres);
    public IReadOnlyList<Template> Templates { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        Templates = await EveryTemplate.FillAsync(Site);
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
