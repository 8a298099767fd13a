using System.ComponentModel;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading.Api;

/// <summary>One story for other newsrooms, by the standard that they share.</summary>
internal static class ApiNinjs
{
    public static async Task<IResult> AnswerAsync(
        HttpContext context,
        Stories stories,
        Sections sections,
        NinjsView view,
        [Description("The id of the story, as its address has it.")] long id,
        CancellationToken cancel
    )
    {
        if (await stories.FindAsync(id, cancel) is not { } story)
        {
            return ApiAnswers.Missing($"There is no published story {id}.");
        }

        var primary = story.Categories is [var first, ..] ? await sections.FindCategoryAsync(first.Slug, cancel) : null;
        return ApiAnswers.One(context, view.Of(story, primary));
    }
}
