using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using NewsSite.News.Articles;
using NewsSite.News.Tags;

namespace NewsSite.Web.Newsroom.Drafts;

/// <summary>What the writing form sends.</summary>
public sealed partial class WriteInput
{
    public string? Headline { get; set; }
    public string? Standfirst { get; set; }

    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string? Body { get; set; }
    public string? Dateline { get; set; }
    public string? SourceCredit { get; set; }
    public string? SourceUrl { get; set; }
    public long? PrimaryCategoryId { get; set; }
    public List<long> FurtherCategoryIds { get; set; } = [];

    /// <summary>Names, with commas between them.</summary>
    public string? Tags { get; set; }
    public List<long?> AuthorIds { get; set; } = [];
    public long? PictureId { get; set; }
    public StoryLabel? Label { get; set; }
    public string? Language { get; set; }
    public bool IsSyndicated { get; set; }
    public string? SearchTitle { get; set; }

    /// <summary>The version that the writer had before them; null for a new story.</summary>
    public int? BasedOn { get; set; }

    /// <summary>After a conflict: the newer version that the writer has been shown, and on top of which this goes.</summary>
    public int? Over { get; set; }

    /// <summary>Names a new story before it has an id, so that sending it twice makes one.</summary>
    public Guid Key { get; set; }

    /// <summary>The browser's window; set by script.</summary>
    public Guid? Window { get; set; }

    /// <summary>Counts what the window sends.</summary>
    public long? Sequence { get; set; }

    /// <summary>The name of the unsaved words that the form was filled with; null where it was filled with a version.</summary>
    public string? Shown { get; set; }

    /// <summary>Where this comes from; null without script.</summary>
    public WindowMark? Mark =>
        Window is { } window && Sequence is { } sequence ? new WindowMark(window, sequence) : null;

    /// <summary>All short texts.</summary>
    public IEnumerable<string?> Texts() =>
        [Headline, Standfirst, Dateline, SourceCredit, SourceUrl, Tags, Language, SearchTitle];

    public IReadOnlyList<string> TagNames() =>
        (Tags ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Says beside each field what is wrong with it.</summary>
    public void Check(ModelStateDictionary state)
    {
        if (string.IsNullOrWhiteSpace(Headline))
        {
            state.AddModelError("Input.Headline", "Enter a headline");
        }

        Limit(state, "Headline", Headline, ArticleContent.HeadlineLimit);
        Limit(state, "Standfirst", Standfirst, ArticleContent.StandfirstLimit);
        Limit(state, "Body", Body, ArticleContent.BodyLimit);
        Limit(state, "Dateline", Dateline, ArticleContent.DatelineLimit);
        Limit(state, "SourceCredit", SourceCredit, ArticleContent.SourceLimit, "Source");
        if (
            SourceUrl is not null
            && !(Uri.TryCreate(SourceUrl, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        )
        {
            state.AddModelError("Input.SourceUrl", "Enter an address like https://example.org/story");
        }

        Limit(state, "SourceUrl", SourceUrl, 2000, "Source address");
        Limit(state, "SearchTitle", SearchTitle, ArticleContent.SearchTitleLimit, "Search title");
        if (IsSyndicated && SourceUrl is null)
        {
            state.AddModelError("Input.SourceUrl", "Enter the address of the original story");
        }

        if (
            Language is not null
            && (Language.Length > ArticleContent.LanguageLimit || !LanguageTag().IsMatch(Language))
        )
        {
            state.AddModelError("Input.Language", "Enter a language code like ar or pt-BR");
        }

        if (FurtherCategoryIds.Count > ArticleContent.FurtherCategoryLimit)
        {
            state.AddModelError(
                "Input.FurtherCategoryIds",
                $"Choose {ArticleContent.FurtherCategoryLimit} further sections or fewer"
            );
        }

        if (TagNames().Count > TagBook.PerStory)
        {
            state.AddModelError("Input.Tags", $"Use {TagBook.PerStory} tags or fewer. There are {TagNames().Count}.");
        }

        foreach (var name in TagNames().Where(name => name.Length > Tag.NameLimit))
        {
            state.AddModelError("Input.Tags", $"A tag must be {Tag.NameLimit} characters or fewer: “{name[..20]}…”");
        }

        if (AuthorIds.Count > ArticleContent.AuthorLimit)
        {
            state.AddModelError("Input.AuthorIds", $"Choose {ArticleContent.AuthorLimit} authors or fewer");
        }
    }

    /// <param name="tagIds">The ids of <see cref="TagNames"/>.</param>
    public ArticleContent Content(long[] tagIds) =>
        new()
        {
            Headline = OneLine(Headline) ?? "",
            Standfirst = OneLine(Standfirst),

            // Forms send line ends as CR LF, whatever was typed.
            Body = Clean(Body ?? "").Replace("\r\n", "\n", StringComparison.Ordinal),
            PrimaryCategoryId = PrimaryCategoryId,
            FurtherCategoryIds = [.. FurtherCategoryIds.Distinct().Where(id => id != PrimaryCategoryId)],
            TagIds = tagIds,
            AuthorIds = [.. AuthorIds.OfType<long>().Distinct()],
            Dateline = OneLine(Dateline),
            SourceCredit = OneLine(SourceCredit),
            SourceUrl = SourceUrl,
            PictureId = PictureId,
            Label = Label,
            Language = Language,
            IsSyndicated = IsSyndicated,
            SearchTitle = OneLine(SearchTitle),
        };

    /// <param name="tagNames">The names of the content's tags.</param>
    public static WriteInput From(ArticleContent content, IEnumerable<string> tagNames, int? basedOn) =>
        new()
        {
            Headline = content.Headline,
            Standfirst = content.Standfirst,
            Body = content.Body,
            Dateline = content.Dateline,
            SourceCredit = content.SourceCredit,
            SourceUrl = content.SourceUrl,
            PrimaryCategoryId = content.PrimaryCategoryId,
            FurtherCategoryIds = [.. content.FurtherCategoryIds],
            Tags = string.Join(", ", tagNames),
            AuthorIds = [.. content.AuthorIds.Select(id => (long?)id)],
            PictureId = content.PictureId,
            Label = content.Label,
            Language = content.Language,
            IsSyndicated = content.IsSyndicated,
            SearchTitle = content.SearchTitle,
            BasedOn = basedOn,
        };

    private static void Limit(ModelStateDictionary state, string field, string? text, int limit, string? label = null)
    {
        if (text?.Length > limit)
        {
            state.AddModelError(
                $"Input.{field}",
                $"{label ?? field} must be {limit:N0} characters or fewer. It has {text.Length:N0}."
            );
        }
    }

    // Other control characters are no text: a browser would show some of them as something else.
    private static string? OneLine(string? text) =>
        string.Concat(
                string.Join(' ', (text ?? "").Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))
                    .Where(c => !char.IsControl(c))
            )
            .Trim()
            is { Length: > 0 } line
            ? line
            : null;

    // PostgreSQL has no place for this one letter.
    private static string Clean(string text) => text.Replace("\0", "", StringComparison.Ordinal);

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$", RegexOptions.NonBacktracking)]
    private static partial Regex LanguageTag();
}
