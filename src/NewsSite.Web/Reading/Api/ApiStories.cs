using System.ComponentModel;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading.Api;

/// <summary>The lists of stories: of the whole paper, or of one category, tag or author.</summary>
internal static class ApiStories
{
    public static async Task<IResult> AnswerAsync(
        HttpContext context,
        Rivers rivers,
        Sections sections,
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
        if (asked.Where(a => a.Slug is not null).ToList() is not { Count: <= 1 } filters)
        {
            return ApiAnswers.Wrong($"Give one of category, tag and author; {ApiRoutes.Root}/search takes several.");
        }

        place = days.Place(place);
        IReadOnlyList<RiverKey>? keys;
        if (filters is not [var (kind, slug)])
        {
            keys = await rivers.KeysAsync(place, cancel);
        }
        else
        {
            keys = await KeysAsync(rivers, sections, kind, slug!, place, cancel);
            if (keys is null)
            {
                return await sections.FindMovedAsync(kind, slug!, cancel) is { } today
                    ? ApiAnswers.Moved(
                        context,
                        ApiRoutes.Root + "/stories",
                        new Dictionary<string, string> { [kind] = today }
                    )
                    : ApiAnswers.Missing($"There is no {kind} “{slug}”.");
            }
        }

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

    private static async Task<IReadOnlyList<RiverKey>?> KeysAsync(
        Rivers rivers,
        Sections sections,
        string kind,
        string slug,
        Cursor? before,
        CancellationToken cancel
    )
    {
        const int More = Rivers.PageSize + 1;
        return kind switch
        {
            "category" => await sections.FindCategoryAsync(slug, cancel) is { } category
                ? await rivers.KeysInCategoryAsync(category.Category.Id, before, cancel)
                : null,
            "tag" => (await sections.FindTagAsync(slug, More, before, cancel))?.Stories,
            _ => (await sections.FindAuthorAsync(slug, More, before, cancel))?.Stories,
        };
    }
}
