using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Addresses;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.News.Publishing.Addresses;
using NewsSite.News.Staff;
using NewsSite.News.Tags;
using NewsSite.News.Wire;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests;

/// <summary>Every form of every page, as the site itself lists them: who may send it, from where, and what it takes.</summary>
public sealed class FormsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    // Pages that show their form for something only.
    private static readonly Dictionary<string, string> Opened = new()
    {
        ["/Admin/Addresses/Address"] = "/admin/addresses/{redirect}",
        ["/Admin/Wire/WireSource"] = "/admin/wire/{source}",
        ["/Admin/People/Author"] = "/admin/authors/1",
        ["/Admin/Categories/Category"] = "/admin/categories/{category}",
        ["/Admin/Categories/MergeCategory"] = "/admin/categories/{category}/merge?into={other}",
        ["/Admin/Tags/MergeTags"] = "/admin/tags/merge?ids={tag}&ids={near}&into={tag}",
        ["/Admin/People/StaffMember"] = "/admin/staff/1",
        ["/Admin/Site/StandingPage"] = "/admin/pages/edit/ownership",
        ["/Admin/Webhooks/Webhook"] = "/admin/webhooks/{webhook}",
        ["/Admin/Tags/Tag"] = "/admin/tags/{tag}",
        ["/Newsroom/Drafts/Keep"] = "/newsroom/write/{id}",
        ["/Newsroom/Pictures/Picture"] = "/newsroom/pictures/{picture}",
        ["/Newsroom/Overview/Stories"] = "/newsroom/stories?edit={id}",
    };

    // What a form takes though a test does not see it, and why that gives nobody anything.
    private static readonly string[] Unseen =
    [
        // Owed after a password only.
        "/Accounts/Code: Code",
        // As long as nobody has an account.
        "/Accounts/FirstAdmin: Input.Email",
        "/Accounts/FirstAdmin: Input.Name",
        "/Accounts/FirstAdmin: Input.Password",
        // The browser's own answer, which a script puts there.
        "/Accounts/Passkeys: Passkey",
        // For whoever has codes.
        "/Accounts/SignInCodes: Password",
        // Of what is new; of what is there it stays.
        "/Admin/Addresses/Address: Input.From",
        "/Admin/Site/StandingPage: Input.Slug",
        // For whoever has no author of their own, and where somebody gets alerts.
        "/Newsroom/Publishing/Breaking: Input.AsksAlert",
        "/Newsroom/Publishing/Breaking: Input.AuthorId",
        // Of a story that is not out, and of one that has corrections.
        "/Newsroom/Publishing/Publish: Input.EmbargoUntil",
        "/Newsroom/Publishing/Publish: Input.Supersedes",
        // Where somebody gets alerts.
        "/Newsroom/Publishing/Published: Input.Key",
        "/Newsroom/Publishing/Published: Input.Words",
    ];

    [Fact]
    public async Task Whoever_cannot_open_a_page_cannot_send_its_forms_either()
    {
        var (own, other) = (
            (await site.DraftAsync("Rita's own")).ArticleId,
            (await site.DraftAsync("Otto's own", by: site.OtherReporter)).ArticleId
        );
        var actors = await ActorsAsync();
        var (wrong, refused) = (new List<string>(), 0);
        foreach (var (address, handler) in await FormsAsync(other))
        {
            foreach (var (name, visitor, token) in actors)
            {
                using var seen = await visitor.BeginAsync(address);
                if (seen.StatusCode == HttpStatusCode.OK)
                {
                    continue;
                }

                using var answer = await SendAsync(visitor, address, handler, token);
                refused++;
                var isRefused =
                    Said(answer) == Said(seen)
                    || answer.StatusCode == HttpStatusCode.NotFound
                    // Whoever was put out is nobody, whose token this is not.
                    || (name == "disabled" && answer.StatusCode == HttpStatusCode.BadRequest)
                    // Whoever is in may go.
                    || (address == "/account/sign-out" && Said(answer) == "302 /");
                if (!isRefused)
                {
                    wrong.Add($"{name} {address} {handler}: {Said(answer)}, opened it is {Said(seen)}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.InRange(refused, 300, int.MaxValue);
        Assert.NotEqual(own, other);
    }

    [Fact]
    public async Task No_form_is_taken_without_the_token_of_who_sends_it()
    {
        var own = (await site.DraftAsync("Edda's own", by: site.Editor)).ArticleId;
        using var admin = await site.VisitorAsync(site.Admin);
        using var stranger = site.Visitor();
        var others = await TokenAsync(stranger, "/account/sign-in");
        var (wrong, sent) = (new List<string>(), 0);
        foreach (var (address, handler) in await FormsAsync(own))
        {
            foreach (var token in new[] { "", others })
            {
                using var answer = await SendAsync(admin, address, handler, token);
                sent++;
                if (answer.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.NotFound))
                {
                    wrong.Add($"{address} {handler}: {Said(answer)}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.InRange(sent, 100, int.MaxValue);
    }

    /// <summary>What a form takes and nobody is asked for is what somebody who knows the code could slip in.</summary>
    [Fact]
    public async Task A_form_takes_what_its_page_shows_and_nothing_else()
    {
        var id = await site.PublishedAsync("Forms", tags: ["Forms"]);
        var metadata = site.Services.GetRequiredService<IModelMetadataProvider>();
        using var admin = await site.VisitorAsync(site.Admin);
        var numbers = await NumbersAsync(id);
        using var made = await admin.SubmitAsync(
            "/admin/pages/new",
            [("Input.Title", "Ownership"), ("Input.Slug", "ownership"), ("Input.Body", "Ours.")]
        );
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        var wrong = new List<string>();
        foreach (var page in await PagesAsync())
        {
            if (!page.HandlerMethods.Any(h => h.HttpMethod == "Post"))
            {
                continue;
            }

            var address = Opened.TryGetValue(page.ViewEnginePath, out var opened)
                ? numbers.Aggregate(opened, (a, n) => a.Replace($"{{{n.Key}}}", $"{n.Value}", StringComparison.Ordinal))
                : AddressOf(page, id);
            using var answer = await admin.GetAsync(address);
            var html = await Visitor.ParseAsync(answer);
            var shown = html.QuerySelectorAll("[name]")
                .Select(e => Plain(e.GetAttribute("name")!))
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            wrong.AddRange(
                page.BoundProperties.Where(p => !IsOfAddress(p))
                    .SelectMany(p => Names(metadata.GetMetadataForType(p.ParameterType), p.Name))
                    .Where(name => !shown.Contains(name))
                    .Select(name => $"{page.ViewEnginePath}: {name}")
            );
        }

        wrong.Sort(StringComparer.Ordinal);
        Assert.True(wrong.SequenceEqual(Unseen), string.Join('\n', wrong));
    }

    private async Task<Dictionary<string, object>> NumbersAsync(long id)
    {
        var tags = await site.WithAsync<TagBook, long[]>(book => book.FindOrAddAsync(["Forms", "Form"], default));
        return new()
        {
            ["id"] = id,
            ["category"] = await site.CategoryAsync("News"),
            ["other"] = await site.CategoryAsync("Other news"),
            ["tag"] = tags[0],
            ["near"] = tags[1],
            ["redirect"] = await site.WithAsync<RedirectDesk, long>(desk =>
                desk.AddAsync(
                    new("/as-it-was", RedirectTarget.Read("/corrections", "http://news.test/"), 301),
                    site.Admin,
                    default
                )
            ),
            ["webhook"] = (
                await site.WithAsync<WebhookDesk, (long Id, string)>(desk =>
                    desk.AddAsync(new("https://example.org/", WebhookEvents.All, false), site.Admin, default)
                )
            ).Id,
            ["source"] = await site.WithAsync<WireSources, long>(sources =>
                sources.AddAsync(
                    new("Forms", "http://news.test/feed.xml", "Forms", 60, null, IsOn: false, IsSyndicated: false),
                    site.Admin,
                    default
                )
            ),
            ["picture"] = (await site.PictureAsync(Photos.Unique(), new("A wall", null, null))).Id,
        };
    }

    private static IEnumerable<string> Names(ModelMetadata of, string name) =>
        of.IsComplexType && !of.IsCollectionType
            ? of.Properties.Where(p => !p.IsReadOnly).SelectMany(p => Names(p, $"{name}.{p.PropertyName}"))
            : [name];

    // What stands in the address is seen by whoever sends it, and asks for something only.
    private static bool IsOfAddress(ParameterDescriptor bound) =>
        ((PageBoundPropertyDescriptor)bound).Property.GetCustomAttribute<BindPropertyAttribute>()
            is not { SupportsGet: false };

    private static string Plain(string name) => name.Split('[')[0];

    private static string Said(HttpResponseMessage answer) =>
        answer.Headers.Location is { } to
            ? $"{(int)answer.StatusCode} {to.OriginalString.Split('?')[0]}"
            : $"{(int)answer.StatusCode}";

    private async Task<List<(string Name, Visitor Visitor, string Token)>> ActorsAsync()
    {
        var actors = new List<(string, Visitor, string)>();
        var stranger = site.Visitor();
        actors.Add(("stranger", stranger, await TokenAsync(stranger, "/account/sign-in")));
        foreach (var actor in new[] { site.Reporter, site.Editor })
        {
            var visitor = await site.VisitorAsync(actor);
            actors.Add((actor.Name, visitor, await TokenAsync(visitor, "/account/password")));
        }

        // Who was let in once, and is no more.
        var disabled = await site.AddStaffAsync("Dora Disabled", StaffRole.Admin);
        var former = await site.VisitorAsync(disabled);
        actors.Add(("disabled", former, await TokenAsync(former, "/account/password")));
        await site.WithAsync<StaffDesk>(desk => desk.DisableAsync(disabled.Id!.Value, true, site.Admin, default));

        var careful = await site.AddStaffAsync("Cora Careful", StaffRole.Admin);
        using (var home = await site.VisitorAsync(careful))
        {
            await Phone.SetUpAsync(home, TimeProvider.System);
        }

        var half = await Phone.HalfInAsync(site, careful);
        actors.Add(("half in", half, await TokenAsync(half, "/account/code")));
        return actors;
    }

    private static async Task<string> TokenAsync(Visitor visitor, string of) =>
        (await visitor.PageAsync(of)).QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;

    private static Task<HttpResponseMessage> SendAsync(Visitor visitor, string address, string? handler, string token)
    {
        var to = handler is null ? address : $"{address}{(address.Contains('?') ? '&' : '?')}handler={handler}";
        return visitor.SendAsync(
            new(HttpMethod.Post, new Uri(to, UriKind.Relative))
            {
                Content = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]),
            }
        );
    }

    private async Task<IReadOnlyList<(string Address, string? Handler)>> FormsAsync(long id) =>
        [
            .. (await PagesAsync()).SelectMany(page =>
                page.HandlerMethods.Where(h => h.HttpMethod == "Post").Select(h => (AddressOf(page, id), h.Name))
            ),
        ];

    // With the same number for whatever is asked for.
    private static string AddressOf(CompiledPageActionDescriptor page, long id) =>
        "/"
        + string.Join(
            '/',
            page.AttributeRouteInfo!.Template!.Split('/')
                .Select(part =>
                    part.StartsWith('{')
                        ? part.Contains(":long", StringComparison.Ordinal)
                            ? $"{id}"
                            : "none"
                        : part
                )
        );

    private async Task<IReadOnlyList<CompiledPageActionDescriptor>> PagesAsync()
    {
        var loader = site.Services.GetRequiredService<PageLoader>();
        var pages = new List<CompiledPageActionDescriptor>();
        foreach (
            var page in site
                .Services.GetRequiredService<IActionDescriptorCollectionProvider>()
                .ActionDescriptors.Items.OfType<PageActionDescriptor>()
                .DistinctBy(p => p.ViewEnginePath)
        )
        {
            pages.Add(await loader.LoadAsync(page, EndpointMetadataCollection.Empty));
        }

        return pages;
    }
}
