using System.ComponentModel;
using NewsSite.News.Published;
using NewsSite.News.Published.Searching;

namespace NewsSite.Web.Reading.Api;

/// <summary>The lists of stories: of the whole paper, or of what lies in a category, under a tag and with an author at once.</summary>
internal static class ApiStories
{
    public static async Task<IResult> AnswerAsync(
        HttpContext context,
        Rivers rivers,
        Sections sections,
        StoriesInAll inAll,
        ApiViews views,
        ApiAnswers answers,
        [Description("The slug of a category; those below it count in.")] string? category,
        [Description("The slug of a tag.")] string? tag,
        [Description("The slug of an author.")] string? author,
        [Description("The first day on which a story came out, in UTC.")] string? from,
        [Description("The last day, in UTC.")] string? to,
        [Description("Where the page begins: see next.")] string? before,
        CancellationToken cancel
    )
    {
        if (!Place.TryRead(before, out var place))
        {
            return ApiAnswers.Wrong("“before” is no place in a list: take the address of the next page from “next”.");
        }

        if (!ApiDays.TryRead(from, to, out var days, out var why))
        {
            return ApiAnswers.Wrong(why);
        }

        (string Kind, string? Slug)[] asked = [("category", category), ("tag", tag), ("author", author)];
        var filters = asked.Where(a => a.Slug is not null).ToDictionary(a => a.Kind, a => a.Slug!);
        place = days.Place(place);
        var ids = new Dictionary<string, long?>();
        IReadOnlyList<RiverKey>? alone = null;
        foreach (var (kind, slug) in filters)
        {
            if (
                await FindAsync(sections, kind, slug, filters.Count == 1 ? Rivers.PageSize + 1 : 0, place, cancel)
                is not { } found
            )
            {
                return await sections.FindMovedAsync(kind, slug, cancel) is { } today
                    ? ApiAnswers.Moved(
                        context,
                        ApiRoutes.Root + "/stories",
                        new Dictionary<string, string> { [kind] = today }
                    )
                    : ApiAnswers.Missing($"There is no {kind} “{slug}”.");
            }

            (ids[kind], alone) = found;
        }

        var keys = filters.Count switch
        {
            0 => await rivers.KeysAsync(place, cancel),
            1 => alone ?? await rivers.KeysInCategoryAsync(ids["category"]!.Value, place, cancel),
            _ => await inAll.KeysAsync(
                ids.GetValueOrDefault("category"),
                ids.GetValueOrDefault("tag"),
                ids.GetValueOrDefault("author"),
                place,
                cancel
            ),
        };

        // The newest first: what is older than the first day ends the list.
        var river = await rivers.OfAsync(
            days.From is { } first ? [.. keys.TakeWhile(k => k.At >= first)] : keys,
            cancel
        );
        return answers.List(
            context,
            [.. river.Stories.Select(views.Card)],
            river.Older is null ? null : new Dictionary<string, string> { ["before"] = river.Older }
        );
    }

    /// <returns>Its id, and its newest stories, but for a category, whose list is read by its id.</returns>
    private static async Task<(long Id, IReadOnlyList<RiverKey>? Stories)?> FindAsync(
        Sections sections,
        string kind,
        string slug,
        int stories,
        Cursor? before,
        CancellationToken cancel
    ) =>
        kind switch
        {
            "category" => await sections.FindCategoryAsync(slug, cancel) is { } category
                ? (category.Category.Id, null)
                : null,
            "tag" => await sections.FindTagAsync(slug, stories, before, cancel) is { } tag
                ? (tag.Id, tag.Stories)
                : null,
            _ => await sections.FindAuthorAsync(slug, stories, before, cancel) is { } author
                ? (author.Id, author.Stories)
                : null,
        };
}
