using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Importing;
using NewsSite.News.Tags;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>
/// What others have published as samples of Ghost's JSON: each comes in or is refused in these words, no word of it is lost, no
/// headline has markup, and every address that it had leads on.
/// </summary>
public sealed partial class GhostSamplesTests(SiteFixture site) : IClassFixture<SiteFixture>, IDisposable
{
    // Of these, Ghost wrote what it exports; the others are a migration tool's, which lists the same posts in its own way.
    private static readonly string[] Exports = ["ghost-flat.json", "ghost.json"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newssite-samples-");

    // Of tags and authors: several samples have the same.
    private readonly HashSet<(string, string)> asked = [];

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task All_that_they_say_is_said_here()
    {
        var samples = Corpus.Find("ghost");
        Assert.SkipWhen(samples is null, "The collection of exports is not beside this clone.");
        var (taken, posts) = (new List<string>(), 0);
        foreach (var file in Directory.GetFiles(samples!, "*.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            var before = await CountAsync();
            try
            {
                await CheckAsync(name, file, await site.ImportFileAsync(file));
                taken.Add(name);
            }
            catch (ImportRefusedException e)
            {
                Assert.Equal(
                    $"{name}, line 1: This is no Ghost export: it must hold “meta” with a “version”, and “data” with “posts”.",
                    e.Message
                );
                Assert.Equal(before, await CountAsync());

                // Its posts all the same, as Ghost would have exported them.
                var whole = Path.Combine(folder.FullName, $"whole-{name}");
                await File.WriteAllTextAsync(whole, $"{Whole(name, await File.ReadAllTextAsync(file))}");
                await CheckAsync(name, whole, await site.ImportFileAsync(whole));
            }

            posts += await CountAsync() - before;
        }

        Assert.Equal(Exports, taken);
        Assert.InRange(posts, 40, 200);
    }

    private Task<int> CountAsync() =>
        site.WithAsync<NewsroomDb, int>(async db =>
            await db.Articles.CountAsync() + await db.StandingPages.CountAsync(p => p.ImportKey != null)
        );

    // Titles and words of addresses that no other sample has.
    private static GhostExport Whole(string name, string json)
    {
        var (export, ids) = (new GhostExport(name), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var data in Posts(JsonNode.Parse(json)!))
        {
            var (html, lexical, type) = ((string?)data["html"], (string?)data["lexical"], (string?)data["type"]);
            var at = $"{Path.GetFileNameWithoutExtension(name)}-{ids.Count}";
            export.Post(
                $"{data["title"]} ({at})",
                html,
                "lexical",
                lexical,
                "slug",
                $"{data["slug"]}-{at}",
                "type",
                type ?? "post",
                "published_at",
                (string?)data["published_at"]
            );
            var post = export.PostId;
            foreach (var tag in (data["tags"] as JsonArray ?? []).Select(t => t!["data"]!))
            {
                export.Row("posts_tags", "post_id", post, "tag_id", IdOf("tags", tag), "sort_order", ids.Count);
            }

            if (data["author"]?["data"] is { } author)
            {
                export.Signed(IdOf("users", author));
            }
        }

        return export;

        string IdOf(string table, JsonNode data)
        {
            var (title, slug) = ((string?)data["name"] ?? "", (string?)data["slug"] ?? "");
            if (!ids.TryGetValue($"{table} {title} {slug}", out var id))
            {
                ids[$"{table} {title} {slug}"] = id = GhostExport.NewId();
                export.Row(table, "id", id, "name", title, "slug", slug);
            }

            return id;
        }
    }

    // A post has a title and a text, wherever it lies.
    private static IEnumerable<JsonObject> Posts(JsonNode node) =>
        node switch
        {
            JsonObject post when post["title"] is not null && (post["html"] ?? post["lexical"]) is not null => [post],
            JsonObject other => other.Where(p => p.Value is not null).SelectMany(p => Posts(p.Value!)),
            JsonArray all => all.Where(p => p is not null).SelectMany(p => Posts(p!)),
            _ => [],
        };

    /// <summary>Asks as a reader for all that is in an export.</summary>
    private async Task CheckAsync(string name, string file, ImportReport report)
    {
        var export = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        var data = export["db"]?[0]?["data"] ?? export["data"]!;
        var posts = Rows(data, "posts").ToList();
        Assert.True(report.AddsUp, name);
        Assert.Equal(
            (name, posts.Count, posts.Count),
            (name, report.In.Total, report.Out[ImportReport.Published] + report.Out[ImportReport.Paged])
        );
        using var reader = new OldReader(site);
        foreach (var post in posts)
        {
            var page = (await FollowAsync(reader, name, $"/{Of(post, "slug")}/")).End;
            Assert.Equal((name, Of(post, "title")), (name, page.Heading));
            Assert.DoesNotMatch(Marks(), page.Heading);
            var (said, at) = (Bare(page.Text), 0);
            foreach (var words in Texts(post).Select(Bare).Where(w => w.Length > 0))
            {
                var found = said.IndexOf(words, at, StringComparison.Ordinal);
                Assert.True(found >= 0, $"{name}, {page.Heading}, lost: {words}");
                at = found + words.Length;
            }
        }

        foreach (var (address, title) in Filed(data, posts).Where(asked.Add))
        {
            var (heading, shown) = ((await FollowAsync(reader, name, address)).End.Heading, title);
            if (title.Length > Tag.NameLimit && address.StartsWith("/tag/", StringComparison.Ordinal))
            {
                // Cut at a word, because there is no room for so many.
                Assert.EndsWith("…", heading, StringComparison.Ordinal);
                Assert.InRange(heading.Length, Tag.NameLimit / 2, Tag.NameLimit);
                (heading, shown) = (heading[..^1], title[..(heading.Length - 1)]);
            }

            Assert.Equal((address, shown), (address, heading));
        }
    }

    private static async Task<OldReader.Way> FollowAsync(OldReader reader, string name, string address)
    {
        var page = await reader.FollowAsync(address);
        Assert.True(page.IsThere, $"{name}: {address} → {page.First} {page.To} → {page.End.Status}");
        return page;
    }

    // The addresses of tags and authors that a reader could come by from a post.
    private static IEnumerable<(string Address, string Title)> Filed(JsonNode data, List<JsonNode> posts)
    {
        foreach (
            var (kind, table, links, key) in new[]
            {
                ("tag", "tags", "posts_tags", "tag_id"),
                ("author", "users", "posts_authors", "author_id"),
            }
        )
        {
            var stories = posts.Where(p => Of(p, "type") == "post").Select(p => Of(p, "id")).ToHashSet();
            var used = Rows(data, links)
                .Where(l => stories.Contains(Of(l, "post_id")))
                .Select(l => Of(l, key))
                .ToHashSet();
            foreach (var row in Rows(data, table).Where(r => used.Contains(Of(r, "id")) && Of(r, "slug").Length > 0))
            {
                // Readers did not see those that begin so.
                if (!Of(row, "name").StartsWith('#'))
                {
                    yield return ($"/{kind}/{Of(row, "slug")}/", Of(row, "name"));
                }
            }
        }
    }

    private static IEnumerable<JsonNode> Rows(JsonNode data, string table) =>
        (data[table] as JsonArray ?? []).Select(row => row!);

    private static string Of(JsonNode row, string column) => (string?)row[column] ?? "";

    // In the order in which they stand in it.
    private static IEnumerable<string> Texts(JsonNode post)
    {
        if ((string?)post["lexical"] is { } lexical)
        {
            return TextsIn(JsonNode.Parse(lexical)!);
        }

        using var document = new HtmlParser().ParseDocument($"<body>{Of(post, "html")}");
        return
        [
            .. document
                .Body!.Descendants<IText>()
                .Where(t => t.ParentElement!.LocalName is not ("script" or "style"))
                .Select(t => t.Data),
        ];
    }

    private static IEnumerable<string> TextsIn(JsonNode node) =>
        node switch
        {
            JsonObject { } text when (string?)text["text"] is { } words => [words],
            JsonObject other => other.Where(p => p.Value is not null).SelectMany(p => TextsIn(p.Value!)),
            JsonArray all => all.Where(p => p is not null).SelectMany(p => TextsIn(p!)),
            _ => [],
        };

    // What the layout sets differently are blanks.
    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    [GeneratedRegex("<[a-zA-Z/!]|&(#|[a-z]+;)")]
    private static partial Regex Marks();
}
