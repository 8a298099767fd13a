using NewsSite.News.Published;
using NewsSite.News.Published.Relating;
using NewsSite.News.Publishing.Fronts;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Published;

public sealed class RelatedStoriesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Nothing_stands_beside_a_story_that_is_itself_hidden_or_shown_already()
    {
        var id = await PublishAsync("Otters return to the weir", tags: ["Otters"]);
        var shown = await PublishAsync("Otters seen at the mill", tags: ["Otters"]);
        var other = await PublishAsync("Otters seen at the lock", tags: ["Otters"]);
        var withdrawn = await PublishAsync("Otters seen at the ford", tags: ["Otters"]);
        await site.WithdrawAsync(withdrawn);
        var draft = await site.DraftAsync("Otters seen at the quay", tags: ["Otters"]);

        var beside = await BesideAsync(id, shown);
        Assert.Equal([other], beside);
        Assert.DoesNotContain(draft.ArticleId, beside);
        Assert.Equal(beside.Distinct(), beside);
        Assert.Equal([shown, other], (await BesideAsync(id)).Order());
        Assert.Empty(await BesideAsync(withdrawn));
        Assert.Empty(await BesideAsync(999_999));
    }

    [Fact]
    public async Task A_story_without_tags_finds_the_same_subject_in_another_section()
    {
        var far = await PublishAsync("Glassworks in Ulverby to be a museum", category: "Arts", daysAgo: 200);
        for (var n = 0; n < 6; n++)
        {
            await PublishAsync($"Council meeting {n} ends early", "Members went home.", category: "Town");
        }

        var id = await PublishAsync("Last furnace at the Ulverby glassworks goes cold", category: "Town");
        Assert.Equal(far, (await BesideAsync(id))[0]);
    }

    [Fact]
    public async Task The_older_of_two_stories_that_say_the_same_comes_later_and_after_a_year_not_at_all()
    {
        var id = await PublishAsync("Ferry timetable for the islands", tags: ["Ferries"], category: "Sea");
        var old = await PublishAsync("Ferry prices", tags: ["Ferries"], category: "Sea", daysAgo: 300);
        var recent = await PublishAsync("Ferry prices", tags: ["Ferries"], category: "Sea", daysAgo: 20);
        var tooOld = await PublishAsync("Ferry prices", tags: ["Ferries"], category: "Sea", daysAgo: 400);
        Assert.Equal([recent, old], await BesideAsync(id));

        await PinAsync(id, tooOld);
        Assert.Equal([tooOld, recent, old], await BesideAsync(id));
    }

    [Fact]
    public async Task An_old_story_has_the_stories_of_its_own_time_beside_it()
    {
        var id = await PublishAsync("Canal drained", tags: ["Canal"], category: "Water", daysAgo: 900);
        var then = await PublishAsync("Canal refilled", tags: ["Canal"], category: "Water", daysAgo: 890);
        for (var n = 0; n < 30; n++)
        {
            await PublishAsync($"Canal boat {n}", tags: ["Canal"], category: "Water", daysAgo: n);
        }

        Assert.Equal(then, (await BesideAsync(id))[0]);
    }

    [Fact]
    public async Task Four_stories_that_say_the_same_make_room_for_one_that_does_not()
    {
        const string Copy = "The lantern parade of Nordheim drew nine thousand people across the frozen harbour.";
        var id = await PublishAsync("Lantern parade tonight in Nordheim", Copy, tags: ["Nordheim"], category: "Feasts");
        for (var n = 0; n < 6; n++)
        {
            await PublishAsync($"Lantern parade in Nordheim", Copy, tags: ["Nordheim"], category: "Feasts");
        }

        var other = await PublishAsync(
            "Nordheim bakers fight over a bun",
            "Two bakeries claim to have shaped the saffron bun that is eaten after the lantern parade.",
            tags: ["Nordheim"],
            category: "Feasts"
        );
        Assert.Contains(other, await BesideAsync(id));
    }

    [Fact]
    public async Task A_rare_tag_says_more_than_a_common_one()
    {
        for (var n = 0; n < 40; n++)
        {
            await PublishAsync($"Common thing {n}", category: "Filler", tags: ["Common"]);
        }

        var rare = await PublishAsync("Quite another matter", category: "Elsewhere", tags: ["Rare"], daysAgo: 30);
        var id = await PublishAsync("Of both kinds", category: "Mixed", tags: ["Common", "Rare"]);
        Assert.Equal(rare, (await BesideAsync(id))[0]);
    }

    [Fact]
    public async Task Editors_are_told_why()
    {
        var other = await PublishAsync(
            "Strait quiet after drills",
            "Patrols in the strait ended.",
            category: "Asia",
            tags: ["Taiwan", "Defence", "Ships"]
        );
        var id = await PublishAsync(
            "Drills in the strait worry fishermen",
            "The drills close the strait for patrols.",
            category: "Asia",
            tags: ["Taiwan", "Defence"]
        );
        var explained = await site.WithAsync<RelatedStories, IReadOnlyList<RelatedStory>>(related =>
            related.ExplainedAsync(id, 4, default)
        );
        var why = explained.Single(r => r.Card.Id == other).Why;
        Assert.Equal("Shares Defence, Taiwan · same section · similar words: drills, strait, patrols", why);
        Assert.Equal(await BesideAsync(id), explained.Select(r => r.Card.Id));
    }

    [Fact]
    public async Task The_next_story_of_a_category_is_the_next_older_and_after_the_oldest_the_next_newer()
    {
        var oldest = await PublishAsync("Series one", category: "Series", daysAgo: 3);
        var middle = await PublishAsync("Series two", category: "Series", daysAgo: 2);
        var newest = await PublishAsync("Series three", category: "Series", daysAgo: 1);
        var alone = await PublishAsync("Alone", category: "Alone");
        Assert.Equal(middle, await NextAsync(newest));
        Assert.Equal(oldest, await NextAsync(middle));
        Assert.Equal(middle, await NextAsync(oldest));
        Assert.Null(await NextAsync(alone));
        Assert.Null(await NextAsync(999_999));

        await site.WithdrawAsync(middle);
        Assert.Equal(oldest, await NextAsync(newest));
    }

    private Task<long> PublishAsync(
        string headline,
        string body = "Some words.",
        string category = "News",
        string[]? tags = null,
        int daysAgo = 0
    ) => site.PublishedAsync(headline, body, category, tags, at: DateTimeOffset.UtcNow - TimeSpan.FromDays(daysAgo));

    private Task PinAsync(long id, long other) =>
        site.WithAsync<RelatedDesk>(desk => desk.PinAsync(id, other, site.Editor, default));

    private async Task<List<long>> BesideAsync(long id, params long[] shown) =>
        [
            .. (
                await site.WithAsync<RelatedStories, IReadOnlyList<StoryCard>>(related =>
                    related.BesideAsync(id, shown, default)
                )
            ).Select(card => card.Id),
        ];

    private Task<long?> NextAsync(long id) =>
        site.WithAsync<StorySurroundings, long?>(async around => (await around.FindAsync(id, default))?.Next);
}
