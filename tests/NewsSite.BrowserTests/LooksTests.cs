using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using NewsSite.News.Addresses;
using NewsSite.News.Database;
using NewsSite.News.Importing.Asked;
using NewsSite.News.Notes;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Addresses;
using NewsSite.News.Staff;
using NewsSite.News.Wire;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.BrowserTests;

/// <summary>Every screen of the demo newspaper, on phone, tablet and desktop, in light and dark.</summary>
public sealed class LooksTests(TemplateSite templates, BrowserFixture browser) : IClassFixture<TemplateSite>
{
    // Set: pictures of every screen are written there, to be looked at.
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("NEWSSITE_SCREENSHOTS");
    private readonly SiteFixture site = templates.Site;

    [Theory]
    [InlineData(390)]
    [InlineData(768)]
    [InlineData(1280)]
    public async Task Readers_screens_pass_the_accessibility_rules_and_never_scroll_sideways(int width)
    {
        if (Pictures is not null && width == 1280)
        {
            await DrawReadmeAsync(await browser.OpenAsync(site.Address, width));
        }

        // The pages about the paper are of one kind.
        var screens = templates
            .Templates.Where(t => !t.Address.StartsWith("/about/", StringComparison.Ordinal) || t.Name == "journalists")
            .Select(t => (t.Name, t.Address))
            .ToList();
        await CheckAsync(screens, width, _ => Task.CompletedTask);
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Staff_screens_pass_the_accessibility_rules_and_never_scroll_sideways(int width)
    {
        var id = await site.PublishedAsync($"A story to look at {width}", "First.\n\n> Quoted.", tags: ["Looks"]);
        foreach (var words in new[] { null, "A story to look at", "Words that were taken out again" })
        {
            await site.WithAsync<NoteBook>(notes =>
                notes.AddAsync(
                    id,
                    new(Guid.NewGuid(), "Is that so? Ask the harbour master.", words),
                    site.Editor,
                    default
                )
            );
        }

        await site.WithAsync<NewsSite.News.Articles.Workflow>(workflow =>
            workflow.AssignAsync(id, site.Admin.Id, site.Editor, default)
        );
        var thief = await site.AddStaffAsync($"Theo Thief {width}", StaffRole.Editor);
        await site.SaveAsync(id, c => c with { Headline = "Changed by somebody else" });
        await site.WithAsync<Publisher>(p => p.PublishAsync(id, new PublishOrder(2, 1), thief, default));
        await site.WithAsync<NewsroomDb>(db =>
            db.Users.Where(s => s.Id == thief.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.FrozenAt, DateTimeOffset.UtcNow))
        );
        var redirect = await site.WithAsync<RedirectDesk, long>(desk =>
            desk.AddAsync(
                RedirectLine.Read(
                    $"/old/looks-{width}",
                    $"/nowhere/{new string('w', 80)}",
                    null,
                    site.Address.ToString()
                ),
                site.Admin,
                default
            )
        );
        await site.WithAsync<AddressCounts>(counts =>
            counts.AddMissedAsync(
                new Dictionary<string, Missed>
                {
                    ["/2013/05/04/a-story-to-look-at"] = new(
                        12,
                        DateTimeOffset.UtcNow,
                        DateTimeOffset.UtcNow,
                        "friend.example/links"
                    ),
                    [$"/{new string('m', 120)}"] = new(3, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, null),
                },
                DateTimeOffset.UtcNow,
                default
            )
        );
        var (receiver, _) = await site.WithAsync<WebhookDesk, (long, string)>(desk =>
            desk.AddAsync(
                new($"https://hooks.invalid/{new string('w', 80)}", WebhookEvents.All, true),
                site.Admin,
                default
            )
        );
        await site.SaveAsync(id, c => c with { Headline = "Changed once more" });
        await site.PublishAsync(id, 3, 2);
        await site.WithAsync<NewsSite.News.Publishing.LiveBlogs.LiveBlogDesk>(desk =>
            desk.StartAsync(id, site.Editor, default)
        );
        await site.PostLiveAsync(id, "A post to look at", new string('w', 200), isKey: true);
        await site.PostLiveAsync(id, null, "A draft to look at", isDraft: true);
        var source = await site.WithAsync<WireSources, long>(sources =>
            sources.AddAsync(
                new($"Agency {width}", $"http://news.test/{width}.xml", "Agency", 15, null, false, false),
                site.Admin,
                default
            )
        );
        await site.WithAsync<NewsroomDb>(db =>
        {
            db.WireEntries.AddRange(
                Enumerable
                    .Range(0, 4)
                    .Select(n => new WireEntry
                    {
                        SourceId = source,
                        EntryId = $"{n}",
                        Headline = n == 0 ? new string('w', 120) : "Ferries stop as the storm comes in",
                        Summary = "The harbour is closed until the morning, and nobody may cross.",
                        Byline = "Ann Author",
                        Body = "Text.",
                        Remark = n == 1 ? "Its text is too long to be taken. Read it at the source." : null,
                        Link = "https://agency.example/story",
                        At = DateTimeOffset.UtcNow,
                        SeenAt = DateTimeOffset.UtcNow,
                        KilledAt = n == 2 ? DateTimeOffset.UtcNow : null,
                        EmbargoUntil = n == 3 ? DateTimeOffset.UtcNow.AddDays(1) : null,
                        Digest = "",
                    })
            );
            return db.SaveChangesAsync();
        });
        var import = await ImportAsync();
        var alert = await AlertAsync(id);
        await CheckAsync(
            [
                ("desk", "/newsroom"),
                ("imports", "/admin/import"),
                ("import", $"/admin/import/{import}"),
                ("wire", "/newsroom/wire"),
                ("wire-none", "/newsroom/wire?show=Hidden"),
                ("wire-sources", "/admin/wire"),
                ("wire-source", $"/admin/wire/{source}"),
                ("stories", "/newsroom/stories?state=Published"),
                ("stories-none", "/newsroom/stories?q=none&tag=none"),
                ("quick-edit", $"/newsroom/stories?edit={id}"),
                ("notes", $"/newsroom/notes/{id}"),
                ("write", $"/newsroom/write/{id}"),
                ("new", "/newsroom/write"),
                ("preview", $"/newsroom/preview/{id}"),
                ("pictures", "/newsroom/pictures"),
                ("pictures-none", "/newsroom/pictures?q=nothing-like-it"),
                ("picture", "/newsroom/pictures/1"),
                ("new-picture", "/newsroom/pictures/new"),
                ("publish", $"/newsroom/publish/{id}"),
                ("published", $"/newsroom/published/{id}"),
                ("published-live", $"/newsroom/published/{await site.PublishedAsync($"Nothing asked {width}")}"),
                ("alert", $"/newsroom/alert/{alert}"),
                ("links", $"/newsroom/links/{id}"),
                ("withdraw", $"/newsroom/withdraw/{id}"),
                ("history", $"/newsroom/history/{id}"),
                ("front-desk", "/newsroom/front"),
                ("live", $"/newsroom/live/{id}"),
                ("related", $"/newsroom/related/{id}"),
                ("breaking", "/newsroom/breaking"),
                ("admin", "/admin"),
                ("categories", "/admin/categories"),
                ("category-form", "/admin/categories/1"),
                ("category-merge", "/admin/categories/1/merge?into=2"),
                ("addresses", $"/admin/addresses?try=/old/looks-{width}"),
                ("addresses-from", "/admin/addresses?q=nothing-has-this&from=/old/story&to=/follow"),
                ("address", $"/admin/addresses/{redirect}"),
                ("addresses-missing", "/admin/addresses/missing"),
                ("addresses-check", "/admin/addresses/check"),
                ("addresses-import", "/admin/addresses/import"),
                ("tags", "/admin/tags"),
                ("tags-near", "/admin/tags?show=near"),
                ("tags-unused", "/admin/tags?show=unused"),
                ("tag", "/admin/tags/1"),
                ("tags-merge", "/admin/tags/merge?ids=1&ids=2"),
                ("tags-merge-counts", "/admin/tags/merge?ids=1&ids=2&into=1"),
                ("pages", "/admin/pages"),
                ("page-new", "/admin/pages/new"),
                ("page-edit", "/admin/pages/edit/ownership"),
                ("settings", "/admin/settings"),
                ("menus", "/admin/menus"),
                ("system", "/admin/system"),
                ("webhooks", "/admin/webhooks"),
                ("webhook", $"/admin/webhooks/{receiver}"),
                ("audit", "/admin/audit?prove=true"),
                ("audit-story", $"/admin/audit?subject=article:{id}"),
                ("audit-person", $"/admin/audit?person={thief.Id}"),
                ("audit-none", "/admin/audit?act=Nothing&from=yesterday"),
                ("authors", "/admin/authors"),
                ("author-form", "/admin/authors/1"),
                ("profile", "/newsroom/profile"),
                ("staff", "/admin/staff"),
                ("staff-member", $"/admin/staff/{thief.Id}"),
                ("frozen", $"/admin/staff/{thief.Id}/frozen"),
                ("account", "/account"),
                ("password", "/account/password"),
                ("sign-in-codes", "/account/sign-in-codes"),
                ("passkeys", "/account/passkeys"),
                ("sessions", "/account/sessions"),
                ("confirm", "/account/confirm"),
            ],
            width,
            SignInAsync
        );
    }

    // One of which all can be seen: words, sections and a report.
    private async Task<long> AlertAsync(long story)
    {
        const string Words = "The harbour bridge is closed until the morning, and nobody may cross";
        await site.WithAsync<AlertDesk>(desk => desk.AskAsync(story, Words, Guid.NewGuid(), site.Editor, default));
        return await site.WithAsync<NewsroomDb, long>(db =>
            db.Alerts.Where(a => a.ArticleId == story).Select(a => a.Id).SingleAsync()
        );
    }

    private Task<long> ImportAsync() =>
        site.WithAsync<NewsroomDb, long>(async db =>
        {
            if (await db.AskedImports.Select(i => (long?)i.Id).SingleOrDefaultAsync() is { } known)
            {
                return known;
            }

            FoundSection[] found =
            [
                new("breaking-news", "Breaking News", "breaking-news", 1200),
                new("world", new string('w', 80), "world", 34),
            ];
            ToldRow[] rows = [new("post: its state is “trash”", 1200, [$"line 12: {new string('w', 60)}"])];
            var asked = new AskedImport
            {
                File = $"{new string('w', 100)}.xml",
                Kind = ImportFileKind.WordPress,
                AskedAt = DateTimeOffset.UtcNow,
                ByName = "Ada Admin",
                Stage = ImportStage.Importing,
                Failure = $"{new string('w', 100)}.xml, line 12: The file is not well-formed XML.",
                Found = AskedImport.Write(found),
                Report = AskedImport.Write(new ToldReport(rows, rows, rows, rows, rows, true)),
            };
            db.AskedImports.Add(asked);
            await db.SaveChangesAsync();
            return asked.Id;
        });

    private static async Task DrawReadmeAsync(IPage page)
    {
        Directory.CreateDirectory(Pictures!);
        await page.GotoAsync("/");
        await page.EvaluateAsync("document.fonts.ready");
        await page.ReloadAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures!, "front-page.png") });
    }

    private async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/account/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        Assert.Empty(await Accessibility.FaultsAsync(page));
        await page.GetByLabel("Email address").FillAsync(SiteFixture.EmailOf(site.Admin));
        await page.GetByLabel("Password").FillAsync(SiteFixture.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
    }

    private async Task CheckAsync(
        IReadOnlyList<(string Name, string Address)> screens,
        int width,
        Func<IPage, Task> prepare
    )
    {
        var page = await browser.OpenAsync(site.Address, width);
        await prepare(page);
        var wrong = new List<string>();
        page.Console += (_, message) =>
        {
            // Chromium itself reports the status of a page that is meant to be missing or broken.
            if (
                message.Type == "error"
                && !message.Text.StartsWith("Failed to load resource: the server responded", StringComparison.Ordinal)
            )
            {
                wrong.Add($"{page.Url}: {message.Text}");
            }
        };
        foreach (var (name, address) in screens)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            var answer = await page.GotoAsync(address);
            if (answer!.Status is not (200 or 404 or 410 or 500 or 503))
            {
                wrong.Add($"{name} {width}: answered {answer.Status}");
            }

            await DrawAsync(page, $"{name}-{width}-light");
            var sideways = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
            if (sideways > 0)
            {
                wrong.Add($"{name} {width}: {sideways} pixels too wide");
            }

            // A phone has the same colours, and what is between has no places of its own.
            if (width == 390)
            {
                Judge(name, await Accessibility.FaultsOfPlacesAsync(page));
            }
            else if (width == 1280)
            {
                Judge(name, await Accessibility.FaultsAsync(page));
            }

            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            await DrawAsync(page, $"{name}-{width}-dark");
            if (width == 1280)
            {
                Judge($"{name} (dark)", await Accessibility.FaultsInDarkAsync(page));
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        void Judge(string name, string[] faults) => wrong.AddRange(faults.Select(f => $"{name} {width}: {f}"));
    }

    internal static async Task DrawAsync(IPage page, string name)
    {
        if (Pictures is not null)
        {
            // Pictures below the fold load when they come into view.
            await page.EvaluateAsync(
                "Promise.all([...document.images].map(i => { i.loading = 'eager'; return i.decode().catch(() => 0); }))"
            );
            Directory.CreateDirectory(Pictures);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}.png"), FullPage = true });
        }
    }
}
