using NewsSite.News.Corrections;
using NewsSite.News.Previews;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;

namespace NewsSite.Tests.Support;

/// <summary>A story with notes of several kinds, one of them superseded, so that it has a history.</summary>
internal static class ChangedStory
{
    /// <returns>Its page, its history, what changed, and a preview of it by a link.</returns>
    public static async Task<IReadOnlyList<Template>> FillAsync(SiteFixture site, string section, DateTimeOffset at)
    {
        var id = await site.PublishedAsync("Corrected twice, then taken back", category: section, at: at);
        foreach (
            var kind in new[] { CorrectionKind.Correction, CorrectionKind.Clarification, CorrectionKind.Retraction }
        )
        {
            await NoteAsync(site, id, 1, new CorrectionNote(kind, $"We were wrong: {kind}."));
        }

        var standing = await site.WithAsync<Publisher, IReadOnlyList<Correction>>(p =>
            p.StandingNotesAsync(id, default)
        );
        await site.SaveAsync(id, c => c with { Body = "Some other words.\n\nAnd a new paragraph." });
        await NoteAsync(
            site,
            id,
            2,
            new CorrectionNote(CorrectionKind.EditorsNote, "It was the other one.") { Supersedes = standing[1].Id }
        );
        var secret = await site.WithAsync<PreviewLinks, string?>(links =>
            links.MakeAsync(id, 1, 24, null, site.Editor, default)
        );
        var address = $"/news/{id}/corrected-twice-then-taken-back";
        return
        [
            new("article-corrected", address, ".retraction"),
            new("article-history", $"{address}/history", ".log h2"),
            new("article-changes", $"{address}/history?from=4&to=5", ".diff ins"),
            new("article-preview", $"/preview/{secret}", ".preview-bar time"),
        ];
    }

    private static Task NoteAsync(SiteFixture site, long id, int version, CorrectionNote note) =>
        site.WithAsync<Publisher>(publisher =>
            publisher.PublishAsync(id, new PublishOrder(version, 1) { Correction = note }, site.Editor, default)
        );
}
