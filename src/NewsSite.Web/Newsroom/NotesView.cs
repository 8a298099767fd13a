using NewsSite.News.Articles;
using NewsSite.News.Markdown;
using NewsSite.News.Notes;

namespace NewsSite.Web.Newsroom;

/// <summary>The notes of a story beside its words.</summary>
public sealed class NotesView
{
    private readonly Lazy<string> words;

    public NotesView(long articleId, IReadOnlyList<Note> notes, ArticleContent content)
    {
        (ArticleId, All) = (articleId, notes);
        words = new(() => Words(content));
    }

    public long ArticleId { get; }

    /// <summary>Open ones first.</summary>
    public IReadOnlyList<Note> All { get; }
    public int Open => All.Count(n => n.ResolvedAt is null);

    /// <summary>What was typed into the form, where it could not be taken.</summary>
    public NoteInput Input { get; init; } = new() { Key = Guid.NewGuid() };

    /// <returns>Whether the words that the note is about still stand in the story.</returns>
    public bool StillThere(Note note) =>
        note.Passage is not { } passage || words.Value.Contains(Squeeze(passage), StringComparison.OrdinalIgnoreCase);

    // As it is written and as it is read: a passage may have been taken from either.
    private static string Words(ArticleContent content)
    {
        var read = "";
        try
        {
            read = StoryMarkdown.Render(content.Body).Text;
        }
        catch (BodyRefusedException)
        {
            // It cannot be laid out; what is written is there to be looked through.
        }

        return Squeeze($"{content.Headline} {content.Standfirst} {content.Body} {read}");
    }

    private static string Squeeze(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>What the form for a note sends.</summary>
public sealed class NoteInput
{
    public Guid Key { get; set; }
    public string? Text { get; set; }
    public string? Passage { get; set; }
}
