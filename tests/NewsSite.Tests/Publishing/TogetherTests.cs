using NewsSite.News.Fronts;
using NewsSite.News.Publishing.Categories;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Publishing.Fronts;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Publishing;

/// <summary>Many editors at once, on stories that share words, tags, authors, pictures and sections.</summary>
public sealed class TogetherTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const int Editors = 8;
    private const int Stories = 16;
    private static readonly string[] Words = ["quokka", "numbat", "bilby", "dunnart", "potoroo", "bettong"];

    [Fact]
    public async Task What_many_editors_do_at_once_leaves_what_a_rebuild_makes()
    {
        var sections = new[] { "Alpha", "Beta", "Gamma" };
        var ids = new List<long>();
        foreach (var name in sections)
        {
            ids.Add(await site.CategoryAsync(name));
        }

        var pictures = new[] { await site.PictureAsync("One"), await site.PictureAsync("Two") };
        var stop = new CancellationTokenSource();
        var desk = DeskAsync(ids, stop.Token);
        await Task.WhenAll(Enumerable.Range(0, Editors).Select(n => EditAsync(n, sections, pictures)));
        await stop.CancelAsync();
        await desk;

        var left = await site.DumpAsync();
        await site.WithAsync<Rebuild>(rebuild => rebuild.RunAsync(null, default));
        Assert.Equal(await site.DumpAsync(), left);
        Assert.Equal(
            Editors * Stories * 3 / 4,
            left.Count(row =>
                row.StartsWith("article(", StringComparison.Ordinal)
                && !row.Contains("Pinned", StringComparison.Ordinal)
            )
        );
    }

    [Fact]
    public async Task Stories_can_be_pinned_beside_each_other_at_once()
    {
        var (one, two) = (await site.PublishedAsync("Pinned wombat"), await site.PublishedAsync("Pinned echidna"));
        for (var n = 0; n < 20; n++)
        {
            await Task.WhenAll(
                site.WithAsync<RelatedDesk>(desk => desk.PinAsync(one, two, site.Editor, default)),
                site.WithAsync<RelatedDesk>(desk => desk.PinAsync(two, one, site.Editor, default))
            );
            await Task.WhenAll(
                site.WithAsync<RelatedDesk>(desk => desk.ClearAsync(one, two, site.Editor, default)),
                site.WithAsync<RelatedDesk>(desk => desk.ClearAsync(two, one, site.Editor, default))
            );
        }
    }

    private static string Headline(Random dice) =>
        string.Join(' ', Enumerable.Range(0, 3).Select(_ => Words[dice.Next(Words.Length)]));

    // Every story goes out, changes its words, tags, section and picture, and is withdrawn; three of four come back.
    private async Task EditAsync(int seed, string[] sections, string[] pictures)
    {
        var dice = new Random(seed);
        for (var n = 0; n < Stories; n++)
        {
            var draft = await site.DraftAsync(
                Headline(dice),
                $"![A picture](/media/{pictures[dice.Next(2)]})",
                sections[dice.Next(sections.Length)],
                [Words[dice.Next(Words.Length)]],
                dice.Next(2) == 0 ? site.Reporter : site.OtherReporter
            );
            var tags = draft.Content.TagIds;
            await site.PublishAsync(draft.ArticleId, 1);
            await site.SaveAsync(draft.ArticleId, c => c with { Headline = Headline(dice) + " again", TagIds = [] });
            await site.PublishAsync(draft.ArticleId, 2, 1);
            await site.WithdrawAsync(draft.ArticleId);
            if (n % 4 > 0)
            {
                await site.SaveAsync(draft.ArticleId, c => c with { TagIds = tags });
                await site.PublishAsync(draft.ArticleId, 3);
            }
        }
    }

    // Meanwhile an admin moves sections, and an editor fills the front page and stands stories beside each other.
    private async Task DeskAsync(List<long> sections, CancellationToken stop)
    {
        var live = new List<long>();
        for (var n = 0; n < 6; n++)
        {
            live.Add(await site.PublishedAsync(Words[n] + " standing", category: "Alpha"));
            await site.WithdrawAsync(live[0]);
            await site.PublishAsync(live[0], 1);
        }

        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            var (one, two) = (live[n % 6], live[(n + 1) % 6]);
            await site.WithAsync<FrontDesk>(d =>
                d.PinAsync(FrontSlot.Names[n % 3], one, null, site.Editor, CancellationToken.None)
            );
            await site.WithAsync<RelatedDesk>(d => d.PinAsync(one, two, site.Editor, CancellationToken.None));
            await site.WithAsync<CategoryDesk>(d =>
                d.MoveAsync(sections[n % 3], n % 2 == 0 ? 1 : -1, site.Admin, CancellationToken.None)
            );
            if (n % 50 == 5)
            {
                await site.WithAsync<Rebuild>(rebuild => rebuild.RunAsync(null, CancellationToken.None));
            }
        }

        foreach (var id in live)
        {
            await site.WithdrawAsync(id);
        }
    }
}
