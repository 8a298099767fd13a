using System.Globalization;

namespace NewsSite.News.Database;

/// <summary>
/// What an answer to readers was made from. Each read of <see cref="PublishedDb"/> that a page may be kept for says so
/// here; the triggers of <c>site</c> tell of changes in the same words.
/// </summary>
public sealed class Shown
{
    /// <summary>The tree, the pages about the paper, every name and picture, what is breaking: on every page.</summary>
    public const string Frame = "frame";

    /// <summary>Which stories there are, and what each says.</summary>
    public const string Stories = "stories";

    /// <summary>What editors put on the front page.</summary>
    public const string Front = "front";

    /// <summary>What is read most. Only the front page says so; the list beside a story may be a minute old.</summary>
    public const string MostRead = "most-read";

    /// <summary>That a story was withdrawn, in its place. Nothing changes under this name: it tells what kind of page it is.</summary>
    public const string Notice = "notice";

    /// <summary>Everything; never said by a page.</summary>
    public const string All = "all";

    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    public IReadOnlySet<string> Names => names;

    /// <summary>Something could not be read: what came of it is for the one who asked, and not to be kept.</summary>
    public bool IsPartial { get; set; }

    /// <summary>When it is out of date by itself; null where it is not.</summary>
    public DateTimeOffset? Until { get; private set; }

    public void Add(string name) => names.Add(name);

    public void Story(long id) => names.Add(NameOfStory(id));

    /// <summary>The stories of a category; its own name belongs to the frame.</summary>
    public void Category(long id) => names.Add(Named("category", id));

    public void Tag(long id) => names.Add(Named("tag", id));

    public void Author(long id) => names.Add(Named("author", id));

    /// <summary>A live blog's own page, which each post changes.</summary>
    public void Live(long id) => names.Add(Named("live", id));

    /// <summary>A page of a live blog with older entries, which only their edits change.</summary>
    public void Live(long id, int page) => names.Add(string.Create(CultureInfo.InvariantCulture, $"live:{id}:{page}"));

    public void End(DateTimeOffset? at) => Until = at < (Until ?? DateTimeOffset.MaxValue) ? at : Until;

    public static string NameOfStory(long id) => Named("story", id);

    /// <summary>What an editor chose to stand beside a story, or not to.</summary>
    public static string NameOfChoices(long id) => Named("beside", id);

    private static string Named(string kind, long id) => string.Create(CultureInfo.InvariantCulture, $"{kind}:{id}");
}
