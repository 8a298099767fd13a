using NewsSite.News.Addresses;
using NewsSite.News.Tags;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Addresses;

public sealed class SlugTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Theory]
    [InlineData("Ferries wait at noon", "ferries-wait-at-noon")]
    [InlineData("Crème brûlée, Saltmarsh’s", "creme-brulee-saltmarshs")]
    [InlineData("2026", "2026")]
    [InlineData("الجدار البحري (2026)", "-")]
    [InlineData("👩‍👩‍👧‍👦👍🏽", "-")]
    [InlineData("", "-")]
    public void A_slug_says_what_can_be_said_in_plain_letters(string text, string slug) =>
        Assert.Equal(slug, Slug.From(text));

    [Fact]
    public async Task Tags_in_another_script_are_tags_of_their_own()
    {
        string[] names = ["Выборы 2026", "Погода 2026", "выборы 2026", "السياسة", "Energy"];
        var ids = await site.WithAsync<TagBook, long[]>(book => book.FindOrAddAsync(names, default));
        Assert.Equal(4, ids.Distinct().Count());
        Assert.Equal(ids, await site.WithAsync<TagBook, long[]>(book => book.FindOrAddAsync(names, default)));
        Assert.All(names, name => Assert.True(Slug.IsSlug(Slug.OfName(name)) && Slug.OfName(name) != "-"));

        await site.PublishedAsync("Filed under the polls", tags: names);
        using var stranger = site.Visitor();
        var page = await stranger.PageAsync($"/tag/{Slug.OfName("Выборы 2026")}");
        Assert.Equal("Выборы 2026", page.QuerySelector("h1")!.TextContent);
        Assert.NotNull((await stranger.PageAsync("/search?q=Погода+2026")).QuerySelector("a[href^='/tag/n']"));
    }
}
