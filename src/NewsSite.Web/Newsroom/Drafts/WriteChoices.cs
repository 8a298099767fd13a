using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Authors;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.News.Published.Tables;
using NewsSite.News.Publishing;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Drafts;

/// <summary>What the writing form offers to choose from.</summary>
/// <param name="Tree">With the deleted sections that old versions name.</param>
public sealed record WriteChoices(
    CategoryTree Tree,
    IReadOnlyList<AuthorName> Authors,
    IReadOnlyList<Picture> Pictures,
    IReadOnlyList<(long Id, string Name)> Staff
)
{
    /// <summary>The sections, with the level of each, 0 for a root.</summary>
    public IEnumerable<(Category Category, int Level)> Categories =>
        Tree.InOrder().Select(c => (c, Tree.Path(c).Count - 1));

    /// <param name="chosenPicture">Stands first among the pictures, whatever they are.</param>
    /// <param name="pictureWords">What pictures are looked for; null for the newest.</param>
    public static async Task<WriteChoices> LoadAsync(
        NewsroomDb db,
        PictureLibrary library,
        long? chosenPicture,
        string? pictureWords,
        CancellationToken cancel
    )
    {
        var tree = new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(cancel));
        var chosen = await db.Pictures.AsNoTracking().Where(p => p.Id == chosenPicture).ToListAsync(cancel);
        var found = await library.PageAsync(new PictureFilter(pictureWords, IsDescribed: true), null, cancel);
        return new WriteChoices(
            tree,
            await db.AuthorNamesAsync(cancel),
            [.. chosen, .. found.Pictures.Where(p => p.Id != chosenPicture)],
            await StaffAsync(db, cancel)
        );
    }

    /// <returns>Whom a story can be given to.</returns>
    public static async Task<IReadOnlyList<(long Id, string Name)>> StaffAsync(
        NewsroomDb db,
        CancellationToken cancel
    ) =>
        [
            .. (
                await db
                    .Users.Where(s => s.DisabledAt == null)
                    .OrderBy(s => s.Name)
                    .Select(s => new { s.Id, s.Name })
                    .ToListAsync(cancel)
            ).Select(s => (s.Id, s.Name)),
        ];

    /// <returns>The languages that a story can be in, each with its name, the paper's own first; none where it can be in any.</returns>
    /// <param name="chosen">Is among them, whatever it is.</param>
    public static IReadOnlyList<(string Tag, string Name)> Languages(SiteFrame frame, string? chosen) =>
        frame.Languages.Count == 0
            ? []
            :
            [
                ("", $"{NameOf(frame.Language)}: the paper’s own"),
                .. frame
                    .Languages.Append(chosen)
                    .OfType<string>()
                    .Where(t => t.Length > 0)
                    .Distinct()
                    .Select(t => (t, NameOf(t))),
            ];

    // What somebody made up is shown as it was sent.
    private static string NameOf(string tag)
    {
        try
        {
            return $"{CultureInfo.GetCultureInfo(tag).EnglishName} ({tag})";
        }
        catch (CultureNotFoundException)
        {
            return tag;
        }
    }

    /// <summary>Says beside each field where a choice does not exist (any more).</summary>
    public static async Task CheckAsync(
        NewsroomDb db,
        WriteInput input,
        ModelStateDictionary state,
        Actor actor,
        CancellationToken cancel
    )
    {
        if (input.PrimaryCategoryId is { } section && !actor.Covers(section))
        {
            state.AddModelError("Input.PrimaryCategoryId", "You do not write for this section. Choose one of yours.");
        }

        // The lists offer only what exists; a choice can be gone when a form was open for long, or be made up.
        long[] categories =
        [
            .. input.FurtherCategoryIds,
            .. input.PrimaryCategoryId is { } id ? [id] : Array.Empty<long>(),
        ];
        var authors = input.AuthorIds.OfType<long>().Distinct().ToList();
        if (await db.Categories.CountAsync(c => categories.Contains(c.Id), cancel) != categories.Distinct().Count())
        {
            state.AddModelError("Input.PrimaryCategoryId", "Choose a section from the list");
        }

        if (await db.Authors.CountAsync(a => authors.Contains(a.Id), cancel) != authors.Count)
        {
            state.AddModelError("Input.AuthorIds", "Choose an author from the list");
        }

        if (
            input.Language is { } language
            && await db.Set<PublishedSettings>().Select(s => s.Languages).SingleOrDefaultAsync(cancel)
                is { Count: > 0 } languages
            && !languages.Contains(language)
        )
        {
            state.AddModelError("Input.Language", "Choose a language from the list");
        }

        if (input.PictureId is { } picture && !await db.Pictures.AnyAsync(p => p.Id == picture, cancel))
        {
            state.AddModelError("Input.PictureId", "Choose a picture from the list");
        }
    }
}
