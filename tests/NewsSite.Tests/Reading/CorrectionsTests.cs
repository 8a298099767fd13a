using System.Net;
using NewsSite.News.Corrections;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Reading;

public sealed class CorrectionsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Text = "We wrote eleven miles. It is <nine>.";

    [Fact]
    public async Task A_correction_stands_under_its_story_and_in_the_log_until_the_story_is_withdrawn()
    {
        var id = await site.PublishedAsync("Miles of wall");
        using var editor = await site.VisitorAsync(site.Editor);
        (string, string)[] form =
        [
            ("Input.Kind", "Correction"),
            ("Input.CorrectionKind", "Correction"),
            ("Input.CorrectionText", Text),
        ];
        using var empty = await editor.SubmitAsync($"/newsroom/publish/{id}", [form[0], form[1]]);
        Assert.Contains(
            "Say what was wrong and what is right",
            await empty.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );

        // Pressed twice: there is one correction.
        for (var n = 0; n < 2; n++)
        {
            using var answer = await editor.SubmitAsync($"/newsroom/publish/{id}", form);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }

        using var reader = site.Visitor();
        var story = await reader.PageAsync($"/news/{id}/miles-of-wall");
        Assert.Contains(
            Text,
            Assert.Single(story.QuerySelectorAll(".correction")).TextContent,
            StringComparison.Ordinal
        );
        Assert.NotNull(story.QuerySelector(".story__times a[href='#corrections']"));
        var entry = Assert.Single(
            (await reader.PageAsync("/corrections")).QuerySelectorAll(".log li"),
            l => l.TextContent.Contains("Miles of wall")
        );
        Assert.Contains(Text, entry.TextContent, StringComparison.Ordinal);

        await site.WithdrawAsync(id);
        Assert.DoesNotContain(
            Text,
            (await reader.PageAsync("/corrections")).Body!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_retraction_stands_above_the_headline()
    {
        var id = await site.PublishedAsync("It was not so");
        await CorrectAsync(id, CorrectionKind.Retraction, "None of it happened.");
        using var reader = site.Visitor();
        var story = await reader.PageAsync($"/news/{id}/it-was-not-so");
        var retraction = story.QuerySelector(".retraction")!;
        Assert.Contains("None of it happened.", retraction.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            AngleSharp.Dom.DocumentPositions.Following,
            retraction.CompareDocumentPosition(story.QuerySelector("h1")!)
        );
    }

    [Fact]
    public async Task The_log_pages_by_key_and_repeats_nothing()
    {
        var id = await site.PublishedAsync("Often wrong");
        for (var n = 0; n < 35; n++)
        {
            await CorrectAsync(id, CorrectionKind.Clarification, $"Clarified {n}.");
        }

        using var reader = site.Visitor();
        var seen = new List<string>();
        string? next = "/corrections";
        while (next is not null)
        {
            var page = await reader.PageAsync(next);
            seen.AddRange(
                page.QuerySelectorAll(".log li > p:last-child")
                    .Select(p => p.TextContent)
                    .Where(t => t.StartsWith("Clarified", StringComparison.Ordinal))
            );
            next = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        Assert.Equal(Enumerable.Range(0, 35).Reverse().Select(n => $"Clarified {n}."), seen);
    }

    [Fact]
    public async Task A_later_note_takes_the_place_of_an_earlier_one_and_both_stay()
    {
        var id = await site.PublishedAsync("Twice put right");
        await CorrectAsync(id, CorrectionKind.Retraction, "It was eleven pangolins.");
        using var editor = await site.VisitorAsync(site.Editor);
        var form = await editor.PageAsync($"/newsroom/publish/{id}");
        var former = form.QuerySelectorAll("#Input_Supersedes option").Single(o => o.TextContent.Contains("pangolins"));
        using var answer = await editor.SubmitAsync(
            form,
            $"/newsroom/publish/{id}",
            [
                ("Input.Kind", "Correction"),
                ("Input.CorrectionKind", "EditorsNote"),
                ("Input.CorrectionText", "It was nine of them."),
                ("Input.Supersedes", former.GetAttribute("value")!),
            ]
        );
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);

        using var reader = site.Visitor();
        var story = await reader.PageAsync($"/news/{id}/twice-put-right");
        Assert.Null(story.QuerySelector(".retraction"));
        var notes = story.QuerySelectorAll(".correction");
        Assert.Equal(2, notes.Length);
        Assert.StartsWith("Editor’s note, ", notes[0].TextContent.Trim(), StringComparison.Ordinal);
        Assert.Contains("It was nine of them.", notes[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Superseded", notes[1].TextContent, StringComparison.Ordinal);
        Assert.Equal("It was eleven pangolins.", notes[1].QuerySelector("s")!.TextContent);
        var data = story.QuerySelector("script[type='application/ld+json']")!.TextContent;
        Assert.Contains("It was nine of them.", data, StringComparison.Ordinal);
        Assert.DoesNotContain("pangolins", data, StringComparison.Ordinal);
        Assert.Equal("Updated with a note", story.QuerySelector(".story__times a[href='#corrections']")!.TextContent);
        var log = (await reader.PageAsync("/corrections"))
            .QuerySelectorAll(".log li")
            .Where(l => l.TextContent.Contains("Twice put right"))
            .ToList();
        Assert.Equal(2, log.Count);
        Assert.Contains("Superseded", log[1].TextContent, StringComparison.Ordinal);
        Assert.NotNull(log[1].QuerySelector("s"));

        // What has been replaced cannot be replaced again.
        var first = long.Parse(former.GetAttribute("value")!, System.Globalization.CultureInfo.InvariantCulture);
        await Assert.ThrowsAsync<PublishRefusedException>(() =>
            site.WithAsync<Publisher>(publisher =>
                publisher.PublishAsync(
                    id,
                    new PublishOrder(1, 1)
                    {
                        Correction = new CorrectionNote(CorrectionKind.Correction, "Third.") { Supersedes = first },
                    },
                    site.Editor,
                    default
                )
            )
        );
    }

    [Fact]
    public async Task An_update_note_says_that_it_is_one()
    {
        var id = await site.PublishedAsync("More is known");
        await CorrectAsync(id, CorrectionKind.UpdateNote, "The bridge is open again.");
        using var reader = site.Visitor();
        var story = await reader.PageAsync($"/news/{id}/more-is-known");
        Assert.StartsWith("Update, ", story.QuerySelector(".correction")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("Updated with a note", story.QuerySelector(".story__times a[href='#corrections']")!.TextContent);
        Assert.Contains(
            (await reader.PageAsync("/corrections")).QuerySelectorAll(".log li"),
            l => l.TextContent.Contains("The bridge is open again.")
        );
    }

    [Fact]
    public async Task A_correction_needs_words_a_published_story_and_stays_as_it_is()
    {
        var draft = await site.DraftAsync("Never out");
        var order = new PublishOrder(1, null)
        {
            Correction = new CorrectionNote(CorrectionKind.Correction, "Too early"),
        };
        await Assert.ThrowsAsync<PublishRefusedException>(() =>
            site.WithAsync<Publisher>(p => p.PublishAsync(draft.ArticleId, order, site.Editor, default))
        );
        var id = await site.PublishedAsync("Out and right");
        await Assert.ThrowsAsync<PublishRefusedException>(() => CorrectAsync(id, CorrectionKind.Correction, "  "));
        await Assert.ThrowsAsync<PublishRefusedException>(() =>
            CorrectAsync(id, CorrectionKind.Correction, new string('x', Correction.TextLimit + 1))
        );
        await CorrectAsync(id, CorrectionKind.Correction, new string('x', Correction.TextLimit));

        await using var source = NpgsqlDataSource.Create(site.ConnectionString);
        foreach (var sql in new[] { "delete from newsroom.correction", "update newsroom.correction set text = ''" })
        {
            await using var command = source.CreateCommand(sql);
            await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        }
    }

    private Task CorrectAsync(long id, CorrectionKind kind, string text) =>
        site.WithAsync<Publisher>(publisher =>
            publisher.PublishAsync(
                id,
                new PublishOrder(1, 1) { Correction = new CorrectionNote(kind, text) },
                site.Editor,
                default
            )
        );
}
