using NewsSite.News.Articles;

namespace NewsSite.Web.Newsroom;

public sealed record FieldPair(string Name, string Theirs, string Yours);

/// <summary>Somebody else saved first: what they wrote, beside what this writer sent. Nothing of either is lost.</summary>
/// <param name="Fields">Those that differ.</param>
public sealed record Conflict(string TheirName, DateTimeOffset At, IReadOnlyList<FieldPair> Fields)
{
    /// <param name="theirs">What the form would show of their version.</param>
    /// <param name="choices">Names for the ids.</param>
    public static Conflict Between(ArticleVersion version, WriteInput theirs, WriteInput yours, WriteChoices choices)
    {
        string Category(long? id) => choices.Categories.FirstOrDefault(c => c.Category.Id == id).Category?.Name ?? "";
        string Author(long? id) => choices.Authors.FirstOrDefault(a => a.Id == id)?.Name ?? "";
        string Picture(long? id) => choices.Pictures.FirstOrDefault(p => p.Id == id)?.Alt ?? "";
        string Names(IEnumerable<string> names) => string.Join(", ", names.Where(name => name.Length > 0));

        FieldPair[] all =
        [
            new("Headline", theirs.Headline ?? "", yours.Headline ?? ""),
            new("Standfirst", theirs.Standfirst ?? "", yours.Standfirst ?? ""),
            new("Text", theirs.Body ?? "", (yours.Body ?? "").Replace("\r\n", "\n", StringComparison.Ordinal)),
            new("Dateline", theirs.Dateline ?? "", yours.Dateline ?? ""),
            new("Primary section", Category(theirs.PrimaryCategoryId), Category(yours.PrimaryCategoryId)),
            new(
                "Further sections",
                Names(theirs.FurtherCategoryIds.Select(id => Category(id))),
                Names(yours.FurtherCategoryIds.Select(id => Category(id)))
            ),
            new("Tags", Names(theirs.TagNames()), Names(yours.TagNames())),
            new("Authors", Names(theirs.AuthorIds.Select(Author)), Names(yours.AuthorIds.Select(Author))),
            new("Lead picture", Picture(theirs.PictureId), Picture(yours.PictureId)),
            new("Source", theirs.SourceCredit ?? "", yours.SourceCredit ?? ""),
            new("Source address", theirs.SourceUrl ?? "", yours.SourceUrl ?? ""),
            new("Label", $"{theirs.Label}", $"{yours.Label}"),
            new("Language", theirs.Language ?? "", yours.Language ?? ""),
            new("Whole story is the source’s", theirs.IsSyndicated ? "Yes" : "No", yours.IsSyndicated ? "Yes" : "No"),
        ];
        return new Conflict(version.CreatedByName, version.CreatedAt, [.. all.Where(f => f.Theirs != f.Yours)]);
    }
}
