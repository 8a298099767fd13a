using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Articles;

public sealed class KeepingTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 17, 12, 0, 0, TimeSpan.Zero));
    private readonly Guid window = Guid.NewGuid();
    private SiteFixture site = null!;

    public async ValueTask InitializeAsync() =>
        site = await SiteFixture.StartAsync(
            postgres,
            builder => builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(clock))
        );

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task What_is_typed_is_kept_without_a_version_and_folded_into_the_next_save()
    {
        var draft = await site.DraftAsync("Kept");
        Assert.Equal(KeepOutcome.Kept, await KeepAsync(draft, 1, "Half a sen"));
        Assert.Equal(KeepOutcome.Kept, await KeepAsync(draft, 2, "Half a sentence", ["New tag"]));
        Assert.Equal(["Some words."], await BodiesAsync(draft.ArticleId));
        var kept = await KeptAsync(draft.ArticleId);
        Assert.Equal(("Half a sentence", 1), (kept!.Content.Body, kept.BasedOn));
        Assert.Equal(["New tag"], kept.TagNames);

        await SaveAsync(draft, 3, "A sentence.");
        Assert.Null(await KeptAsync(draft.ArticleId));
        Assert.Equal(["Some words.", "A sentence."], await BodiesAsync(draft.ArticleId));
    }

    [Fact]
    public async Task What_comes_late_never_replaces_what_came_after_it()
    {
        var draft = await site.DraftAsync("Late");
        await KeepAsync(draft, 2, "Second");
        Assert.Equal(KeepOutcome.Overtaken, await KeepAsync(draft, 1, "First"));
        Assert.Equal("Second", (await KeptAsync(draft.ArticleId))!.Content.Body);

        // A save that was on its way before the last words were kept leaves those where they are.
        await KeepAsync(draft, 4, "Fourth");
        await SaveAsync(draft, 3, "Third");
        var kept = await KeptAsync(draft.ArticleId);
        Assert.Equal("Fourth", kept!.Content.Body);
        Assert.Equal(KeepOutcome.Kept, await KeepAsync(draft, 5, "Fifth"));
        Assert.Equal(2, (await KeptAsync(draft.ArticleId))!.BasedOn);
        Assert.Equal(["Some words.", "Third"], await BodiesAsync(draft.ArticleId));

        // And a copy that was on its way before a save does not rise after it.
        await SaveAsync(draft, 7, "Seventh");
        Assert.Equal(KeepOutcome.Overtaken, await KeepAsync(draft, 6, "Sixth"));
        Assert.Null(await KeptAsync(draft.ArticleId));
    }

    [Fact]
    public async Task A_windows_own_saves_never_conflict_and_one_that_is_sent_twice_is_stored_once()
    {
        var draft = await site.DraftAsync("Slow line");
        await KeepAsync(draft, 1, "a");
        Assert.NotNull((await SaveAsync(draft, 2, "ab")).Saved);
        Assert.NotNull((await SaveAsync(draft, 3, "abc")).Saved);
        Assert.NotNull((await SaveAsync(draft, 2, "ab")).Saved);
        Assert.Equal(["Some words.", "ab", "abc"], await BodiesAsync(draft.ArticleId));

        // Somebody else's save in between is one.
        await site.SaveAsync(draft.ArticleId, c => c with { Body = "Edda's" });
        Assert.Equal("Edda's", (await SaveAsync(draft, 4, "abcd")).Theirs!.Content.Body);
    }

    [Fact]
    public async Task One_window_has_the_pen_and_whoever_takes_it_over_keeps_the_others_words_as_a_version()
    {
        var draft = await site.DraftAsync("Two in one story");
        await KeepAsync(draft, 1, "Rita's words", ["Coined"]);
        var second = Guid.NewGuid();
        var room = await SeenAsync(draft.ArticleId, second, site.Editor);
        Assert.Equal((site.Reporter.Name, window), (room.Writer!.Name, room.Writer.Window));
        Assert.Equal(2, room.Windows.Count);
        Assert.Equal(clock.GetUtcNow(), room.Writer.LastKept);
        Assert.Equal(KeepOutcome.NotWriting, await KeepAsync(draft, 1, "Edda's", by: site.Editor, from: second));

        await site.WithAsync<Keeping>(k => k.TakeOverAsync(draft.ArticleId, second, site.Editor, default));
        Assert.Equal(["Some words.", "Rita's words"], await BodiesAsync(draft.ArticleId));
        Assert.Equal(KeepOutcome.NotWriting, await KeepAsync(draft, 2, "Rita's more"));
        var taken = await site.WithAsync<NewsroomDb, ArticleVersion>(db =>
            db.ArticleVersions.SingleAsync(v => v.ArticleId == draft.ArticleId && v.Number == 2)
        );
        Assert.Equal((site.Reporter.Name, ArticleVersion.TakenOver), (taken.CreatedByName, taken.Reason));
        Assert.Single(taken.Content.TagIds);
        Assert.Equal(KeepOutcome.Kept, await KeepAsync(draft, 2, "Edda's", by: site.Editor, from: second));
    }

    [Fact]
    public async Task The_pen_is_free_when_its_window_closes_or_is_not_heard_of_and_goes_along_when_a_page_is_loaded_anew()
    {
        var draft = await site.DraftAsync("Lease");
        var id = draft.ArticleId;
        await SeenAsync(id, window, site.Reporter);
        var edda = Guid.NewGuid();
        clock.Advance(StoryRooms.Lease - TimeSpan.FromSeconds(1));
        Assert.Equal(window, (await SeenAsync(id, edda, site.Editor)).Writer!.Window);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(edda, (await SeenAsync(id, edda, site.Editor)).Writer!.Window);

        await site.WithAsync<StoryRooms>(k => k.LeaveAsync(id, edda, site.Editor, default));
        Assert.Equal(window, (await SeenAsync(id, window, site.Reporter)).Writer!.Window);

        // One's own window that was killed is waited for a shorter time.
        var mine = Guid.NewGuid();
        Assert.Equal(window, (await SeenAsync(id, mine, site.Reporter)).Writer!.Window);
        clock.Advance(StoryRooms.Presence + TimeSpan.FromSeconds(1));
        Assert.Equal(mine, (await SeenAsync(id, mine, site.Reporter)).Writer!.Window);
        await site.WithAsync<StoryRooms>(k => k.LeaveAsync(id, mine, site.Reporter, default));
        await SeenAsync(id, window, site.Reporter);

        var reloaded = Guid.NewGuid();
        await SeenAsync(id, edda, site.Editor);
        var room = await site.WithAsync<StoryRooms, StoryRoom>(k =>
            k.SeenAsync(id, reloaded, site.Reporter, default, former: window)
        );
        Assert.Equal(reloaded, room.Writer!.Window);
    }

    [Fact]
    public async Task Nobody_touches_a_story_that_is_not_theirs()
    {
        var draft = await site.DraftAsync("Rita's alone");
        var stranger = Guid.NewGuid();
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            KeepAsync(draft, 1, "Otto's", by: site.OtherReporter, from: stranger)
        );
        await Assert.ThrowsAsync<NotAllowedException>(() => SeenAsync(draft.ArticleId, stranger, site.OtherReporter));

        // Nor speaks for the window of somebody else.
        await SeenAsync(draft.ArticleId, window, site.Reporter);
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            KeepAsync(draft, 1, "Edda's", by: site.Editor, from: window)
        );
    }

    private Task<KeepOutcome> KeepAsync(
        ArticleVersion on,
        long sequence,
        string body,
        string[]? tags = null,
        Actor? by = null,
        Guid? from = null
    ) =>
        site.WithAsync<Keeping, KeepOutcome>(keeping =>
            keeping.KeepAsync(
                on.ArticleId,
                new WindowMark(from ?? window, sequence),
                on.Number,
                on.Content with
                {
                    Body = body,
                },
                tags ?? [],
                by ?? site.Reporter,
                default
            )
        );

    private Task<SaveOutcome> SaveAsync(ArticleVersion on, long sequence, string body) =>
        site.WithAsync<Writing, SaveOutcome>(writing =>
            writing.SaveAsync(
                on.ArticleId,
                on.Number,
                on.Content with
                {
                    Body = body,
                },
                site.Reporter,
                default,
                new WindowMark(window, sequence)
            )
        );

    private Task<StoryRoom> SeenAsync(long id, Guid from, Actor by) =>
        site.WithAsync<StoryRooms, StoryRoom>(k => k.SeenAsync(id, from, by, default));

    private Task<WorkingCopy?> KeptAsync(long id) =>
        site.WithAsync<Keeping, WorkingCopy?>(k => k.FindAsync(id, site.Reporter, default));

    private Task<List<string>> BodiesAsync(long id) =>
        site.WithAsync<NewsroomDb, List<string>>(db =>
            db.ArticleVersions.Where(v => v.ArticleId == id)
                .OrderBy(v => v.Number)
                .Select(v => v.Content.Body)
                .ToListAsync()
        );
}
