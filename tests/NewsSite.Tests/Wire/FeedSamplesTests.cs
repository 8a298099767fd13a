using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Wire;
using NewsSite.Rendering;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Wire;

/// <summary>Feeds and stories that others published as samples: each is read whole, or refused in words.</summary>
[Collection<WireCollection>]
public sealed partial class FeedSamplesTests(WireSite wire)
{
    private const string Credit = "Sample";

    // In letters that it does not name, broken off at its end, and what describes ninjs.
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["illformed-chardet-gb2312.xml"] = "The feed, line 9: The file is not well-formed XML. ",
        ["illformed-rss_item_link_corrupted_ampersands.xml"] = "The feed, line 13: The file is not well-formed XML. ",
        ["schema_3.0.json"] = "This JSON is neither a JSON Feed nor IPTC ninjs.",
        ["schema_3.1.json"] = "This JSON is neither a JSON Feed nor IPTC ninjs.",
    };

    [Fact]
    public async Task Each_entry_of_each_is_a_draft_that_says_all_that_it_says()
    {
        var (feeds, ninjs) = (Corpus.Find("feeds"), Corpus.Find("ninjs"));
        Assert.SkipWhen(feeds is null || ninjs is null, "The collection of feeds is not beside this clone.");
        var left = new Dictionary<string, List<SampleEntry>>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(feeds!).Concat(Directory.GetFiles(ninjs!)))
        {
            var (name, bytes) = (Path.GetFileName(file), await File.ReadAllBytesAsync(file));
            wire.Answer($"/{name}", c => c.Response.Body.WriteAsync(bytes).AsTask());
            left[name] = Refused.ContainsKey(name) ? [] : SampleEntry.In(name, bytes);
        }

        Assert.InRange(left.Values.Sum(entries => entries.Count), 80, 1000);
        var wrong = new List<string>();
        while (left.Count > 0)
        {
            // Several say that their story is at the same address, and then it is one story: these are read one after the other.
            var read = await ReadAsync(left.Keys);
            var whole = left.Where(f => read[f.Key].Count >= f.Value.Count).ToList();
            Assert.True(
                whole.Count > 0,
                $"Lost: {string.Join(", ", left.Select(f => $"{f.Key}: {read[f.Key].Count} of {f.Value.Count}"))}"
            );
            foreach (var (name, entries) in whole)
            {
                wrong.AddRange(await WrongAsync(name, entries, read[name]));
                left.Remove(name);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <returns>By file, what stands in the tray.</returns>
    private async Task<Dictionary<string, List<WireEntry>>> ReadAsync(IReadOnlyCollection<string> names)
    {
        await wire.Site.WithAsync<NewsroomDb>(db => db.WireSources.Where(s => s.Credit == Credit).ExecuteDeleteAsync());
        await wire.Site.WithAsync<NewsroomDb>(db =>
        {
            db.WireSources.AddRange(
                names.Select(name => new WireSource
                {
                    Name = Short(name),
                    Address = new Uri(wire.Web, name).ToString(),
                    Credit = Credit,
                    EveryMinutes = 60,
                    NextAt = DateTimeOffset.UnixEpoch,
                })
            );
            return db.SaveChangesAsync();
        });
        await wire.Site.WithAsync<WireRun, int>(run => run.RunAsync(default));
        List<WireSource> sources;
        var since = DateTimeOffset.UtcNow;
        do
        {
            // The timer may have taken one, and be at it still.
            sources = await wire.Site.WithAsync<NewsroomDb, List<WireSource>>(db =>
                db.WireSources.AsNoTracking().Where(s => s.Credit == Credit).ToListAsync()
            );
        } while (
            sources.Exists(s => s.ReadAt is null && s.Failure is null)
            && DateTimeOffset.UtcNow - since < TimeSpan.FromSeconds(10)
        );
        Assert.Equal(names.Count, sources.Count);
        Assert.All(sources, s => Assert.True(s.ReadAt is null ^ s.Failure is null, $"{s.Name}: {s.Failure}"));
        var failed = sources.Where(s => s.Failure is not null).ToList();
        Assert.Equal(
            names.Where(Refused.ContainsKey).Order(StringComparer.Ordinal),
            failed.Select(s => s.Name).Order(StringComparer.Ordinal)
        );
        Assert.All(failed, s => Assert.StartsWith(Refused[s.Name], s.Failure, StringComparison.Ordinal));
        var rows = await wire.Site.WithAsync<NewsroomDb, List<WireEntry>>(db =>
            db.WireEntries.AsNoTracking()
                .Where(e => db.WireSources.Any(s => s.Id == e.SourceId && s.Credit == Credit))
                .ToListAsync()
        );
        return names.ToDictionary(
            name => name,
            name => rows.Where(r => r.SourceId == sources.Single(s => s.Name == Short(name)).Id).ToList()
        );
    }

    private static string Short(string name) => name.Length > 80 ? name[..80] : name;

    private async Task<List<string>> WrongAsync(string name, List<SampleEntry> entries, List<WireEntry> rows)
    {
        var wrong = new List<string>();
        if (rows.Count != entries.Count)
        {
            wrong.Add($"{name}: {rows.Count} entries of {entries.Count}");
        }

        wrong.AddRange(
            rows.Where(r => Markup().IsMatch($"{r.Headline} {r.Summary}")).Select(r => $"{name}, markup: {r.Headline}")
        );
        var drafts = new List<(ArticleContent Draft, string Said)>();
        foreach (var draft in await DraftsAsync(rows))
        {
            var body = await StoryMarkdown.RenderAsync(draft.Body, default);
            drafts.Add((draft, Bare($"{draft.Headline} {draft.Standfirst} {body.Text}")));
            if (Markup().IsMatch($"{draft.Headline} {draft.Standfirst} {body.Text}"))
            {
                wrong.Add($"{name}, markup: {draft.Headline}");
            }
        }

        foreach (var entry in entries)
        {
            var (headline, texts) = (Bare(entry.Headline), entry.Texts.Select(Bare).Where(t => t.Length > 0).ToList());
            var mine = drafts
                .Where(d => headline.Length == 0 || Bare(d.Draft.Headline) == headline)
                .Select(d => texts.Find(t => !d.Said.Contains(t, StringComparison.Ordinal) && !IsCut(d.Draft, t)) ?? "")
                .ToList();
            if (mine.Count == 0)
            {
                wrong.Add(
                    $"{name}: no draft is called “{entry.Headline}”, but {string.Join(", ", drafts.Select(d => d.Draft.Headline))}"
                );
            }
            else if (mine.TrueForAll(lost => lost.Length > 0))
            {
                wrong.Add($"{name}, {entry.Headline}, lost: {mine[0]}, said: {drafts[0].Said}");
            }
        }

        return wrong;
    }

    // What stands above the text has less room than agencies take: there it is cut where the text says the same.
    private static bool IsCut(ArticleContent draft, string text) =>
        draft.Standfirst?.EndsWith('…') == true
        && text.StartsWith(Bare(draft.Standfirst), StringComparison.Ordinal)
        && Bare(draft.Body).Contains(Bare(draft.Standfirst), StringComparison.Ordinal);

    private async Task<List<ArticleContent>> DraftsAsync(List<WireEntry> rows)
    {
        var ids = new List<long>();
        await wire.Site.WithAsync<WireDrafts>(async drafts =>
        {
            foreach (var row in rows)
            {
                ids.Add((await drafts.MakeAsync(row.Id, ["en"], wire.Site.Editor, default)).ArticleId);
            }
        });
        return await wire.Site.WithAsync<NewsroomDb, List<ArticleContent>>(db =>
            db.ArticleVersions.AsNoTracking().Where(v => ids.Contains(v.ArticleId)).Select(v => v.Content).ToListAsync()
        );
    }

    // What is set differently are blanks, and quotation marks.
    private static string Bare(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    [GeneratedRegex(
        @"</?(b|i|p|div|script|a|h1|em|strong|img|html|body)\b|&(amp|lt|gt|quot|nbsp);",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Markup();
}
