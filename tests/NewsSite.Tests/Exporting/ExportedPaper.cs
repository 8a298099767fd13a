using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Addresses;
using NewsSite.News.Articles;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Exporting;
using NewsSite.News.LiveBlogs;
using NewsSite.News.Media;
using NewsSite.News.Notes;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Addresses;
using NewsSite.News.Publishing.Categories;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Publishing.Fronts;
using NewsSite.News.Publishing.Tags;
using NewsSite.News.Readings;
using NewsSite.News.Tags;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Exporting;

/// <summary>A site that serves a paper in which every field of an export says something, and that export.</summary>
public sealed class ExportedPaper(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("newssite-export-").FullName;

    internal PostgresFixture Postgres => postgres;
    internal SiteFixture Site { get; private set; } = null!;
    internal string File => InFolder("paper.zip");
    internal Exported Made { get; private set; } = null!;
    internal long Live { get; private set; }
    internal IReadOnlyList<string> Pages { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Site = await SiteFixture.StartAsync(postgres, _ => { });
        await FillAsync();
        Made = await Site.ExportAsync(File);
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    internal string InFolder(string name) => Path.Combine(folder, name);

    private async Task FillAsync()
    {
        using (var admin = await Site.VisitorAsync(Site.Admin))
        {
            using var saved = await admin.SubmitAsync("/admin/settings", [("Input.Name", "The Pond")]);
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        }

        await FillStoriesAsync();
        await Site.WithAsync<StandingPageDesk>(d =>
            d.SaveAsync(
                new StandingPageForm("about", "About us", "We *are*.", 1, new DateOnly(2026, 1, 2)),
                null,
                Site.Admin,
                default
            )
        );
        await Site.WithAsync<ReadingBook>(b =>
            b.AddAsync(new Dictionary<long, int> { [Live] = 7 }, DateTimeOffset.UtcNow, default)
        );
        var tags = await Site.WithAsync<TagBook, long[]>(b => b.FindOrAddAsync(["High water", "Low water"], default));
        await Site.WithAsync<TagMergers>(m => m.MergeAsync([tags[0]], tags[1], Site.Admin, default));
        var (gone, heir) = (await Site.CategoryAsync("Old section"), await Site.CategoryAsync("New section"));
        await Site.CategoryAsync("Below the old", gone);
        await Site.WithAsync<CategoryMergers>(m => m.MergeAsync(gone, heir, Site.Admin, default));
        foreach (var (from, to) in new[] { ("/old-news", "/archive"), ("/gone-news", (string?)null) })
        {
            await Site.WithAsync<RedirectDesk, long>(d =>
                d.AddAsync(
                    RedirectLine.Read(from, to, to is null ? "410" : null, "http://news.test"),
                    Site.Admin,
                    default
                )
            );
        }

        var logo = await UploadedLogo.ReadAsync(Photos.Quarters(400, 200), default);
        var file = await Site.Services.GetRequiredService<MediaFolder>().AddAsync(logo.Png, logo.Ending, default);
        await Site.WithAsync<NewsroomDb>(db => db.Database.ExecuteSqlRawAsync(Rest, file, heir));
        await Site.WithAsync<Rebuild>(rebuild => rebuild.RunAsync(null, default));
    }

    // What acts do not say of these few records.
    private const string Rest = """
        update newsroom.staff_member set section_ids = array[{1}]::bigint[], disabled_at = '2026-01-02 03:04:05.678901+00'
            where name = 'Otto Other';
        update newsroom.picture set caption = 'Caption', usage_terms = 'Ours', original_name = 'tide.jpg',
            added_by_id = (select min(id) from newsroom.staff_member), upload_key = '00000000-0000-4000-8000-000000000001'
            where id = (select min(id) from newsroom.picture);
        update newsroom.picture set added_by_id = null, upload_key = '00000000-0000-4000-8000-000000000002'
            where id = (select max(id) from newsroom.picture);
        update newsroom.standing_page set import_key = '00000000-0000-4000-8000-000000000003'
            where id = (select max(id) from newsroom.standing_page);
        update newsroom.category set description = 'What is new', media_topic = '11000000' where id = {1};
        update newsroom.tag set description = 'Ebb' where name = 'Low water';
        insert into newsroom.tag_synonym (slug, name, tag_id) select 'ebb', 'Ebb', id from newsroom.tag where slug = 'low-water';
        insert into newsroom.former_slug (kind, slug, target_id) select 'author', 'r-reporter', id
            from newsroom.author where slug = 'rita-reporter';
        update newsroom.author set links = array['https://social.example/rita'], role = 'Tide editor', biography = 'Wrote.',
            portrait_id = (select min(id) from newsroom.picture) where slug = 'rita-reporter';
        update newsroom.merger set undone_at = '2026-01-02 03:04:05+00' where kind = 'tag';
        update newsroom.article set returned_at = now(), embargo_until = now(), assigned_to_id = created_by_id
            where state = 'Draft' or state = 'Scheduled';
        update newsroom.scheduled_act set failure = 'It was off' where kind = 'Publish';
        insert into newsroom.scheduled_act (article_id, kind, due_at, "order", by_id, by_name, done_at)
            select article_id, 'Withdraw', due_at, jsonb_build_object('Outcome', 2, 'Reason', 'It is late', 'Words', null),
                by_id, by_name, now() from newsroom.scheduled_act;
        update site.settings set masthead = 'The “Pond” 🗞', description = 'All of it', languages = array['cy'], logo = {0},
            dark_logo = {0}, contact = 'desk@pond.example', robots_lines = 'User-agent: x', 
            social_links = array['https://social.example/pond Pond'], policies = array['https://pond.example/e ethicsPolicy'],
            header_menu = array['/archive Archive', 'category:' || {1} || ' New'], footer_menu = array['- Column', '/search Search'];
        """;

    private async Task FillStoriesAsync()
    {
        Live = await Site.PublishedAsync(
            "A public story & <its> “signs”",
            "First \\*words*.\n\nA line\nand another.",
            tags: ["High water", "Low water"],
            breaking: TimeSpan.FromDays(2)
        );
        var picture = (await Site.PictureAsync(Photos.Unique(), new PictureForm("A wall", "Its caption", "Edda"))).Id;
        var further = await Site.CategoryAsync("World");
        await Site.SaveAsync(
            Live,
            c =>
                c with
                {
                    Standfirst = "In short & sweet.",
                    FurtherCategoryIds = [further],
                    Dateline = "Cardiff",
                    SourceCredit = "An agency",
                    SourceUrl = "https://agency.example/1",
                    PictureId = picture,
                    Label = StoryLabel.Analysis,
                    Language = "cy",
                    IsSyndicated = true,
                    SearchTitle = "Short, for search & <engines>",
                }
        );
        await CorrectAsync(2, 1, new CorrectionNote(CorrectionKind.Correction, "It was <wrong>."));
        var note = await Site.WithAsync<NewsroomDb, long>(db => db.Corrections.MaxAsync(c => c.Id));
        await Site.SaveAsync(Live, c => c with { Body = "Other words." });
        await CorrectAsync(
            3,
            2,
            new CorrectionNote(CorrectionKind.Clarification, "It is clear.") { Supersedes = note }
        );
        await Site.WithAsync<NoteBook>(async notes =>
        {
            await notes.AddAsync(
                Live,
                new NewNote(Guid.NewGuid(), "Who says so?", "Other words"),
                Site.Editor,
                default
            );
            var asked = (await notes.ListAsync(Live, default)).Single();
            await notes.ResolveAsync(Live, asked.Id, resolve: true, Site.Editor, default);
        });
        var built = await Site.PublishedAsync(
            "All that a text can hold",
            EveryTemplate.Constructs(await Site.PictureAsync("The wall at low water"), $"/news/{Live}/x"),
            category: "New section"
        );
        await Site.WithAsync<RelatedDesk>(d => d.PinAsync(Live, built, Site.Editor, default));
        await Site.WithAsync<FrontDesk>(d =>
            d.PinAsync("standard-1", built, DateTimeOffset.UtcNow.AddDays(3), Site.Editor, default)
        );
        var led = await Site.PublishedAsync("Led on");
        await Site.WithdrawAsync(
            led,
            new WithdrawOrder(WithdrawOutcome.Redirect, "It moved") { To = "/category/world" }
        );
        var gone = await Site.PublishedAsync("Taken back");
        await Site.WithdrawAsync(gone, "A court asked for it.");
        var planned = await Site.DraftAsync("For tomorrow");
        await Site.WithAsync<ScheduleDesk>(d =>
            d.PublishAtAsync(
                planned.ArticleId,
                DateTimeOffset.UtcNow.AddDays(1),
                new PublishOrder(1, null),
                Site.Editor,
                default
            )
        );
        var told = await FillLiveBlogAsync();
        Pages =
        [
            .. new[] { "/", "/archive", "/corrections", "/sections", "/journalists", "/about", "/about/staff" },
            .. new[] { "/search?q=wall", "/feed.xml", "/feed.json", "/sitemap.xml", "/robots.txt", "/old-news" },
            .. new[] { "/gone-news", "/category/world", "/category/old-section", "/category/new-section" },
            .. new[] { "/tag/low-water", "/tag/high-water", "/author/rita-reporter", "/author/r-reporter" },
            .. new[] { "/author/otto-other", "/api/v1/stories", "/api/v1/categories", "/api/v1/tags" },
            .. new[] { Live, built, led, gone, planned.ArticleId }.SelectMany(id =>
                new[] { $"/news/{id}", $"/api/v1/stories/{id}", $"/api/v1/stories/{id}/ninjs" }
            ),
            $"/news/{Live}/a-public-story-its-signs",
            $"/news/{Live}/a-public-story-its-signs/history",
            $"/news/{built}/all-that-a-text-can-hold",
            $"/news/{told}/told-in-posts",
            $"/news/{told}/told-in-posts/live/1",
        ];
    }

    private async Task<long> FillLiveBlogAsync()
    {
        var id = await Site.LiveBlogAsync("Told in posts");
        var first = await Site.PostLiveAsync(id, "It begins", "At *noon*.[^1]\n\n[^1]: By the clock.", isKey: true);
        var second = await Site.PostLiveAsync(id, null, "A mistake.");
        await Site.PostLiveAsync(id, "Not seen yet", by: Site.Reporter, isDraft: true);
        await Site.LiveAsync(d =>
            d.EditAsync(id, first.Id, new("It began", "At *one*.", true, "It was not noon."), 1, Site.Editor, default)
        );
        await Site.LiveAsync(d => d.PinAsync(id, first.Id, true, Site.Editor, default));
        await Site.LiveAsync(d => d.RemoveAsync(id, second.Id, Site.Editor, default));
        await Site.SetLiveAsync(id, new(LiveBlogState.Closed, "Read our report", "- It *began*", OldestFirst: true));
        return id;
    }

    private Task CorrectAsync(int number, int live, CorrectionNote note) =>
        Site.WithAsync<Publisher>(p =>
            p.PublishAsync(
                Live,
                new PublishOrder(number, live, KeepBreaking: true) { Correction = note, Key = Guid.NewGuid() },
                Site.Editor,
                default
            )
        );
}

[CollectionDefinition(Name)]
public sealed class ExportedPaperCollection : ICollectionFixture<ExportedPaper>
{
    public const string Name = "Exported paper";
}
