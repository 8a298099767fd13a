using System.Text.Json;
using NewsSite.Tests.Importing;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Reading;

/// <summary>Tags and authors as lists for programs, where there are more than a page holds.</summary>
public sealed class ApiListsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const int Count = 105;

    [Fact]
    public async Task Lists_of_tags_and_authors_read_to_their_end_have_each_once()
    {
        var wxr = new Wxr("http://lists.example");
        for (var n = 0; n < Count; n++)
        {
            wxr.Post(
                $"Of a list {n}",
                "Words.",
                $"""
                <category domain="category" nicename="listed"><![CDATA[Listed]]></category>
                <category domain="post_tag" nicename="listed-{n}"><![CDATA[Listed {n}]]></category>
                """,
                creator: $"listed-{n}"
            );
        }

        await site.ImportAsync(wxr);
        using var visitor = site.Visitor();
        foreach (var list in new[] { "tags", "authors" })
        {
            var read = new List<string>();
            for (string? next = $"/api/v1/{list}"; next is not null; )
            {
                using var answer = await visitor.GetAsync(
                    new Uri(next, UriKind.RelativeOrAbsolute) is { IsAbsoluteUri: true } whole
                        ? whole.PathAndQuery
                        : next
                );
                using var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
                read.AddRange(
                    page.RootElement.GetProperty("items")
                        .EnumerateArray()
                        .Select(item => item.GetProperty("slug").GetString()!)
                );
                next = page.RootElement.GetProperty("next").GetString();
            }

            Assert.Equal(
                Enumerable.Range(0, Count).Select(n => $"listed-{n}").Order(StringComparer.Ordinal),
                read.Where(slug => slug.StartsWith("listed-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            );
            Assert.Equal(read.Count, read.Distinct().Count());
        }
    }
}
