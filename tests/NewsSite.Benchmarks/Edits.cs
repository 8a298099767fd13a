using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Publishing;
using NewsSite.News.Staff;
using NewsSite.News.Tags;
using NewsSite.Tests.Support;
using NewsSite.Web.Newsroom.Publishing;

namespace NewsSite.Benchmarks;

/// <summary>What editors do while the site is measured.</summary>
internal static class Edits
{
    private const string Password = "correct horse battery";

    public static async Task<Actor> EditorAsync(BenchedSite site) => (await EditorWithMailAsync(site)).Editor;

    /// <returns>An editor, and each server as it is open to them in a browser.</returns>
    public static async Task<(Actor Editor, IReadOnlyList<Visitor> AtWork)> EditorAsync(
        BenchedSite site,
        IEnumerable<Uri> servers
    )
    {
        var (editor, mail) = await EditorWithMailAsync(site);
        var atWork = new List<Visitor>();
        foreach (var server in servers)
        {
            var visitor = new Visitor(server);
            await visitor.SignInAsync(mail, Password);
            atWork.Add(visitor);
        }

        return (editor, atWork);
    }

    private static async Task<(Actor Editor, string Mail)> EditorWithMailAsync(BenchedSite site)
    {
        Actor editor = null!;
        var mail = $"fresh-{Guid.NewGuid():N}@example.org";
        await site.WithAsync<StaffDesk>(async desk =>
        {
            var (member, _) = await desk.AddAsync(
                mail,
                "Bench Editor",
                StaffRole.Editor,
                Password,
                Actor.System,
                default
            );
            editor = new Actor(member!.Id, member.Name, StaffRole.Editor);
        });
        return (editor, mail);
    }

    /// <summary>Publishes a new story.</summary>
    /// <returns>The addresses of all that shows it, its own last.</returns>
    public static async Task<(long Id, string[] Addresses)> BeginAsync(BenchedSite site, Actor editor)
    {
        var (category, author) = await site.ReadAsync(async db =>
            (await db.Categories.OrderBy(c => c.Id).FirstAsync(), await db.Authors.OrderBy(a => a.Id).FirstAsync())
        );
        long[] tags = [];
        await site.WithAsync<TagBook>(async book => tags = await book.FindOrAddAsync(["Freshness"], default));
        ArticleVersion draft = null!;
        await site.WithAsync<Writing>(async writing =>
            draft = await writing.BeginAsync(
                Guid.NewGuid(),
                new ArticleContent
                {
                    Headline = "Fresh from the start",
                    Body = "Words.",
                    PrimaryCategoryId = category.Id,
                    TagIds = tags,
                    AuthorIds = [author.Id],
                },
                editor,
                default
            )
        );
        var id = draft.ArticleId;
        await site.WithAsync<Publisher>(publisher =>
            publisher.PublishAsync(id, new PublishOrder(1, null), editor, default)
        );
        return (
            id,
            [
                "/",
                $"/category/{category.Slug}",
                "/tag/freshness",
                $"/author/{author.Slug}",
                "/feed.xml",
                $"/news/{id}/fresh-from-the-start",
            ]
        );
    }

    /// <summary>Saves new words for a story.</summary>
    public static Task SaveAsync(BenchedSite site, long id, string words, Actor editor) =>
        site.WithAsync<Writing>(async writing =>
        {
            var article = await writing.OwnAsync(id, editor, default);
            var head = await writing.HeadAsync(article, default);
            await writing.SaveAsync(
                id,
                head.Number,
                head.Content with
                {
                    Headline = words,
                    Standfirst = words,
                    Body = words,
                },
                editor,
                default
            );
        });

    /// <summary>Publishes what was saved.</summary>
    /// <param name="update">1 for the first after the publication.</param>
    public static Task PublishAsync(BenchedSite site, long id, int update, Actor editor) =>
        site.WithAsync<Publisher>(publisher =>
            publisher.PublishAsync(id, new PublishOrder(update + 1, update, IsSignificant: true), editor, default)
        );

    /// <summary>Publishes what was saved as an editor does, by the button.</summary>
    /// <returns>When the button was pressed and when the answer came; time stamps of <see cref="Stopwatch"/>.</returns>
    public static async Task<(long Pressed, long Acknowledged)> PressAsync(Visitor editor, long id)
    {
        var address = $"/newsroom/publish/{id}";
        var form = await editor.PageAsync(address);
        var pressed = Stopwatch.GetTimestamp();
        using var answer = await editor.SubmitAsync(
            form,
            address,
            [("Input.Kind", nameof(UpdateKind.SignificantUpdate))],
            address
        );
        return answer.StatusCode == HttpStatusCode.Redirect
            ? (pressed, Stopwatch.GetTimestamp())
            : throw new InvalidOperationException($"It was not published: {answer.StatusCode}");
    }
}
