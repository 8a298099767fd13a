using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NewsSite.News.Published;
using NewsSite.News.Published.Searching;

namespace NewsSite.Web.Reading.Api;

/// <summary>Readers' search, asked by a program.</summary>
internal static class ApiSearch
{
    public static async Task<IResult> AnswerAsync(
        HttpContext context,
        Search search,
        ApiViews views,
        ApiAnswers answers,
        TimeProvider clock,
        [Description("As people type it: words, \"a phrase\", -without; at most 200 characters.")] string? q,
        [Description("Slugs of categories; one of them must hold.")] string[]? category,
        [Description("Slugs of tags; one of them must hold.")] string[]? tag,
        [Description("Slugs of authors; one of them must hold.")] string[]? author,
        [Description("The first day on which a story came out, in UTC.")] string? from,
        [Description("The last day, in UTC.")] string? to,
        [AllowedValues("best", "newest"), Description("best, where it is left out.")] string? sort,
        [Description("Where the page begins: see next, which is for the same sort.")] string? before,
        CancellationToken cancel
    )
    {
        var words = (q ?? "").Trim();
        if (words.Length is 0 or > SearchOrder.WordsLimit)
        {
            return ApiAnswers.Wrong($"“q” must have 1 to {SearchOrder.WordsLimit} characters.");
        }

        if (sort is not (null or "best" or "newest"))
        {
            return ApiAnswers.Wrong("“sort” is best or newest.");
        }

        var isNewest = sort == "newest";
        Cursor? place = null;
        var best = BestPlace.First(clock.GetUtcNow());
        if (
            isNewest
                ? !Place.TryRead(before, out place)
                : before is not null && !BestPlace.TryParse(before, null, out best)
        )
        {
            return ApiAnswers.Wrong("“before” is no place in a list: take the address of the next page from “next”.");
        }

        if (!ApiDays.TryRead(from, to, out var days, out var why))
        {
            return ApiAnswers.Wrong(why);
        }

        const int Most = 10;
        if (new[] { category, tag, author }.Any(list => list?.Length > Most))
        {
            return ApiAnswers.Wrong($"Give at most {Most} of each kind.");
        }

        var order = new SearchOrder
        {
            Words = words,
            Sections = category ?? [],
            Tags = tag ?? [],
            Authors = author ?? [],
            From = days.From,
            Until = days.Until,
            Sort = isNewest ? SearchSort.Newest : SearchSort.Best,
            Before = place,
            After = best,
        };
        var result = await search.RunAsync(order, cancel);
        if (result.Since is not null)
        {
            // A part of the list would look like all of it.
            throw new TimeoutException("Looking for the stories took too long.");
        }

        if (result.Unknown is [var unknown, ..])
        {
            return ApiAnswers.Missing($"Nothing is called “{unknown}”.");
        }

        return answers.Found(
            context,
            [.. result.Stories.Select(views.Found)],
            result.Total,
            result.Older is { } older ? new Dictionary<string, string> { ["before"] = older } : null
        );
    }
}
