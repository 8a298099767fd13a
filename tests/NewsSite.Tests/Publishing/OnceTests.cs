using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Publishing;

/// <summary>A form that is sent twice, at once, or again because its answer was lost, acts once.</summary>
public sealed class OnceTests(PostgresFixture postgres) : IAsyncLifetime
{
    private SiteFixture site = null!;
    private Gate gate = null!;

    public static TheoryData<string> Acts => ["publish", "update", "correct", "supersede", "withdraw"];

    public async ValueTask InitializeAsync()
    {
        var database = new NpgsqlConnectionStringBuilder(await postgres.CloneAsync());
        gate = new Gate(database.Host!, database.Port);
        database.Port = gate.Port;
        site = await SiteFixture.StartAsync(
            postgres,
            builder => builder.UseSetting("ConnectionStrings:NewsSite", database.ConnectionString)
        );
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        await gate.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task A_form_sent_many_times_at_once_acts_once(string act)
    {
        using var editor = await site.VisitorAsync(site.Editor);
        var (id, page, address, fields) = await PrepareAsync(editor, act);
        var before = await CountAsync(id);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => editor.SubmitAsync(page, address, fields, address))
        );
        Assert.All(
            answers,
            a =>
                Assert.Equal(
                    (HttpStatusCode.Redirect, $"/newsroom/published/{id}"),
                    (a.StatusCode, a.Headers.Location!.OriginalString)
                )
        );
        Assert.Equal((before.Acts + 1, before.Notes + (act is "correct" or "supersede" ? 1 : 0)), await CountAsync(id));
    }

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task A_form_whose_answer_the_database_never_gave_acts_once_when_it_is_sent_again(string act)
    {
        using var editor = await site.VisitorAsync(site.Editor);
        var (id, page, address, fields) = await PrepareAsync(editor, act);
        var before = await CountAsync(id);
        gate.LoseAnswerTo = "COMMIT\0";
        using (var lost = await editor.SubmitAsync(page, address, fields, address))
        {
            // The site cannot know that it was done.
            Assert.True((int)lost.StatusCode >= 500, $"{lost.StatusCode}");
        }

        Assert.Null(gate.LoseAnswerTo);
        Assert.Equal(before.Acts + 1, (await CountAsync(id)).Acts);
        using var again = await editor.SubmitAsync(page, address, fields, address);
        Assert.Equal(
            (HttpStatusCode.Redirect, $"/newsroom/published/{id}"),
            (again.StatusCode, again.Headers.Location!.OriginalString)
        );
        Assert.Equal((before.Acts + 1, before.Notes + (act is "correct" or "supersede" ? 1 : 0)), await CountAsync(id));
    }

    [Fact]
    public async Task A_withdrawal_that_comes_again_late_does_not_take_the_story_away_twice()
    {
        using var editor = await site.VisitorAsync(site.Editor);
        var (id, page, address, fields) = await PrepareAsync(editor, "withdraw");
        (await editor.SubmitAsync(page, address, fields, address)).Dispose();
        await site.PublishAsync(id, 1);
        using var late = await editor.SubmitAsync(page, address, fields, address);
        Assert.Equal(HttpStatusCode.Redirect, late.StatusCode);
        using var reader = site.Visitor();
        await reader.PageAsync($"/news/{id}/once-withdraw");
    }

    private async Task<(long Id, IHtmlDocument Page, string Address, (string, string)[] Fields)> PrepareAsync(
        Visitor editor,
        string act
    )
    {
        var id = (await site.DraftAsync($"Once {act}")).ArticleId;
        if (act != "publish")
        {
            await site.PublishAsync(id, 1);
        }

        var address = $"/newsroom/{(act == "withdraw" ? "withdraw" : "publish")}/{id}";
        (string, string)[] note = [("Input.Kind", "Correction"), ("Input.CorrectionKind", "Correction")];
        if (act == "supersede")
        {
            (await editor.SubmitAsync(address, [.. note, ("Input.CorrectionText", "Wrong.")], address)).Dispose();
        }

        var page = await editor.PageAsync(address);
        (string, string)[] fields = act switch
        {
            "update" => [("Input.Kind", "SignificantUpdate")],
            "correct" => [.. note, ("Input.CorrectionText", "It is nine.")],
            "supersede" =>
            [
                .. note,
                ("Input.CorrectionText", "It is ten."),
                ("Input.Supersedes", page.QuerySelectorAll("#Input_Supersedes option")[1].GetAttribute("value")!),
            ],
            "withdraw" => [("Input.Outcome", "Gone"), ("Input.Reason", "Doubled")],
            _ => [],
        };
        return (id, page, address, fields);
    }

    /// <returns>How many acts changed what readers see of the story, and how many notes stand under it.</returns>
    private Task<(int Acts, int Notes)> CountAsync(long id) =>
        site.WithAsync<NewsroomDb, (int, int)>(async db =>
        {
            var acts = await db.Publications.CountAsync(p => p.ArticleId == id);
            var audited = await db.AuditEntries.CountAsync(e =>
                e.Subject == $"article:{id}" && (e.Act == "Publish" || e.Act == "Withdraw")
            );
            Assert.Equal(acts, audited);
            return (acts, await db.Corrections.CountAsync(c => c.ArticleId == id));
        });
}
