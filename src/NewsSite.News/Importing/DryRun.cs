using NewsSite.Rendering;

namespace NewsSite.News.Importing;

/// <summary>Says what would become of stories, and writes nothing.</summary>
internal static class DryRun
{
    /// <summary>Adds to the report what a run would add.</summary>
    public static async Task TellAsync(
        List<ReadyPost> posts,
        SectionMap map,
        ImportReport report,
        CancellationToken cancel
    )
    {
        foreach (var post in posts)
        {
            report.Tell(post);
            var why = post.GoesOut && post.PageSlug is null ? await RefusalAsync(post.Body, cancel) : null;
            if (why is not null)
            {
                report.Remark($"{ImportReport.Unpublished}{why}", post.Source.At, post.Headline);
            }

            if (
                post.GoesOut
                && post.PageSlug is null
                && !post.Sections.Any(s => !map.TryFind(s, out var ours) || ours is not null)
            )
            {
                report.Remark(ImportReport.Lost, post.Source.At, post.Headline);
            }

            report.Out.Add(
                post.PageSlug is not null ? ImportReport.Paged
                : why is not null ? ImportReport.Drafted
                : post.IsPublic ? ImportReport.Published
                : post.GoesOut ? ImportReport.Scheduled
                : ImportReport.Drafted
            );
        }
    }

    private static async Task<string?> RefusalAsync(string body, CancellationToken cancel)
    {
        try
        {
            var html = (await StoryMarkdown.RenderAsync(body, cancel)).Html;
            return string.IsNullOrWhiteSpace(html) ? "Enter the text of the story" : null;
        }
        catch (BodyRefusedException refused)
        {
            return refused.Message;
        }
    }
}
