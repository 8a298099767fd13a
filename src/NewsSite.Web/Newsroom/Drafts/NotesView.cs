using NewsSite.News.Articles;
using NewsSite.News.Notes;
using NewsSite.Rendering;

namespace NewsSite.Web.Newsroom.Drafts;

/// <summary>The notes of a story beside its words.</summary>
public sealed class NotesView
{
    private readonly string words;

    private NotesView(long articleId, IReadOnlyList<Note> notes, string words) =>
        (ArticleId, All, this.words) = (articleId, notes, words);

    /// <param name="content">The story as it stands in the form.</param>
    public static async Task<NotesView> OfAsync(
        long articleId,
        IReadOnlyList<Note> notes,
        ArticleContent content,
        CancellationToken cancel
    )
    {
        var isAboutWords = notes.Any(n => n.Passage is not null);
        return new(articleId, notes, isAboutWords ? await WordsAsync(content, cancel) : "");
    }

    public long ArticleId { get; }

    /// <summary>Open ones first.</summary>
    public IReadOnlyList<Note> All { get; }
    public int Open => All.Count(n => n.ResolvedAt is null);

    /// <summary>Shown beside the form in which the story is written.</summary>
    public bool IsBesideWords { get; set; }

    /// <summary>What was typed into the form, where it could not be taken.</summary>
    public NoteInput Input { get; set; } = new() { Key = Guid.NewGuid() };

    /// <returns>Whether the words that the note is about still stand in the story.</returns>
    public bool StillThere(Note note) =>
        note.Passage is not { } passage || words.Contains(Squeeze(passage), StringComparison.OrdinalIgnoreCase);

    // As it is written and as it is read: a passage may have been taken from either.
    private static async Task<string> WordsAsync(ArticleContent content, CancellationToken cancel)
    {
        var read = "";
        try
        {
            read = (await StoryMarkdown.RenderAsync(content.Body, cancel)).Text;
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
