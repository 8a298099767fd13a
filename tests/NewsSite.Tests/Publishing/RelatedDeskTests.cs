using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Published;
using NewsSite.News.Published.Relating;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Fronts;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Publishing;

public sealed class RelatedDeskTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Pins_come_first_in_the_order_of_pinning_and_bans_never()
    {
        var id = await site.PublishedAsync("Chosen by hand", category: "Hand", tags: ["Hand"]);
        var close = await site.PublishedAsync("Close to it", category: "Hand", tags: ["Hand"]);
        var banned = await site.PublishedAsync("Close as well", category: "Hand", tags: ["Hand"]);
        var far = await site.PublishedAsync("Quite elsewhere", category: "Far");
        var farther = await site.PublishedAsync("Farther still", category: "Farther");

        await PinAsync(id, farther);
        await PinAsync(id, far);
        await PinAsync(id, farther);
        await BanAsync(id, banned);
        Assert.Equal([farther, far, close], await BesideAsync(id));

        await ClearAsync(id, farther);
        await ClearAsync(id, banned);
        await ClearAsync(id, close);
        var cleared = await BesideAsync(id);
        Assert.Equal(far, cleared[0]);
        Assert.Equal([close, banned], cleared[1..].Order());

        await BanAsync(id, far);
        Assert.DoesNotContain(far, await BesideAsync(id));
        Assert.Equal(
            ["PinRelated", "PinRelated", "BanRelated", "ClearRelated", "ClearRelated", "BanRelated"],
            await site.WithAsync<NewsroomDb, List<string>>(db =>
                db.AuditEntries.Where(e => e.Subject == $"article:{id}" && e.Act.EndsWith("Related"))
                    .OrderBy(e => e.Id)
                    .Select(e => e.Act)
                    .ToListAsync()
            )
        );
    }

    [Fact]
    public async Task A_withdrawn_pin_leaves_and_comes_back_and_so_do_the_choices_of_a_withdrawn_story()
    {
        var id = await site.PublishedAsync("Keeps its pins", category: "Pins");
        var other = await site.PublishedAsync("Comes and goes", category: "Others");
        await PinAsync(id, other);
        await site.WithdrawAsync(other);
        Assert.DoesNotContain(other, await BesideAsync(id));
        await PublishAsync(other);
        Assert.Equal(other, (await BesideAsync(id))[0]);

        await site.WithdrawAsync(id);
        var third = await site.PublishedAsync("Pinned meanwhile", category: "Others");
        await PinAsync(id, third);
        await PublishAsync(id);
        Assert.Equal([other, third], (await BesideAsync(id)).Take(2));
    }

    [Fact]
    public async Task There_is_room_for_four_pins_however_many_press_at_once()
    {
        var id = await site.PublishedAsync("Full of pins", category: "Full");
        var others = new List<long>();
        for (var n = 0; n < 8; n++)
        {
            others.Add(await site.PublishedAsync($"To be pinned {n}", category: "Others"));
        }

        var refused = await Task.WhenAll(
            others.Select(async other =>
            {
                try
                {
                    await PinAsync(id, other);
                    return null;
                }
                catch (PublishRefusedException e)
                {
                    return e.Message;
                }
            })
        );
        Assert.Equal(4, refused.Count(message => message is null));
        Assert.Equal(["4 stories are pinned already. Clear one of them first."], refused.OfType<string>().Distinct());
        Assert.Subset(others.ToHashSet(), (await BesideAsync(id)).ToHashSet());
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        var id = await site.PublishedAsync("Stands alone");
        var other = await site.PublishedAsync("Stands beside");
        var draft = (await site.DraftAsync("Not out yet")).ArticleId;
        foreach (var act in new[] { PinAsync, BanAsync, ClearAsync })
        {
            await Assert.ThrowsAsync<PublishRefusedException>(() => act(id, id, null));
            await Assert.ThrowsAsync<NotAllowedException>(() => act(id, other, site.Reporter));
            await Assert.ThrowsAsync<NotAllowedException>(() => act(id, draft, null));
            await Assert.ThrowsAsync<NotAllowedException>(() => act(draft, id, null));
            await Assert.ThrowsAsync<NotAllowedException>(() => act(id, 999_999, null));
        }

        await site.WithdrawAsync(other);
        await Assert.ThrowsAsync<NotAllowedException>(() => PinAsync(id, other));
        Assert.Equal(
            0,
            await site.WithAsync<NewsroomDb, int>(db => db.RelatedChoices.CountAsync(c => c.ArticleId == id))
        );
    }

    private Task PinAsync(long id, long other, Actor? by = null) =>
        site.WithAsync<RelatedDesk>(desk => desk.PinAsync(id, other, by ?? site.Editor, default));

    private Task BanAsync(long id, long other, Actor? by = null) =>
        site.WithAsync<RelatedDesk>(desk => desk.BanAsync(id, other, by ?? site.Editor, default));

    private Task ClearAsync(long id, long other, Actor? by = null) =>
        site.WithAsync<RelatedDesk>(desk => desk.ClearAsync(id, other, by ?? site.Editor, default));

    private Task PublishAsync(long id) =>
        site.WithAsync<Publisher>(publisher =>
            publisher.PublishAsync(id, new PublishOrder(1, null), site.Editor, default)
        );

    private async Task<List<long>> BesideAsync(long id) =>
        [
            .. (
                await site.WithAsync<RelatedStories, IReadOnlyList<StoryCard>>(related =>
                    related.BesideAsync(id, [], default)
                )
            ).Select(card => card.Id),
        ];
}
