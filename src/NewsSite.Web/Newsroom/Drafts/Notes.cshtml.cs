using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Articles;
using NewsSite.News.Notes;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Drafts;

/// <summary>The notes of a story by themselves; the writing page shows the same.</summary>
public sealed class NotesPage(Writing writing, NoteBook notes) : PageModel
{
    public NotesView View { get; private set; } = null!;
    public string Headline { get; private set; } = "";

    public Task OnGetAsync(long id, CancellationToken cancel) => ShowAsync(id, null, cancel);

    public async Task<IActionResult> OnPostAsync(
        long id,
        [Bind(Prefix = "Note")] NoteInput input,
        bool alone,
        CancellationToken cancel
    )
    {
        var (text, passage) = (input.Text?.Trim() ?? "", input.Passage?.Trim() ?? "");
        if (text.Length == 0)
        {
            ModelState.AddModelError("Note.Text", "Enter a note");
        }
        else if (text.Length > Note.TextLimit)
        {
            ModelState.AddModelError(
                "Note.Text",
                $"The note must be {Note.TextLimit:N0} characters or fewer. It has {text.Length:N0}."
            );
        }

        if (passage.Length > Note.PassageLimit)
        {
            ModelState.AddModelError(
                "Note.Passage",
                $"The words must be {Note.PassageLimit} characters or fewer. There are {passage.Length:N0}."
            );
        }

        if (!ModelState.IsValid)
        {
            await ShowAsync(id, input, cancel);
            return Page();
        }

        await notes.AddAsync(id, new NewNote(input.Key, Clean(text), Clean(passage)), User.Actor(), cancel);
        return Back(id, alone);
    }

    public Task<IActionResult> OnPostResolveAsync(long id, long note, bool alone, CancellationToken cancel) =>
        SettleAsync(id, note, true, alone, cancel);

    public Task<IActionResult> OnPostReopenAsync(long id, long note, bool alone, CancellationToken cancel) =>
        SettleAsync(id, note, false, alone, cancel);

    private async Task<IActionResult> SettleAsync(
        long id,
        long note,
        bool resolve,
        bool alone,
        CancellationToken cancel
    )
    {
        await notes.ResolveAsync(id, note, resolve, User.Actor(), cancel);
        return Back(id, alone);
    }

    // The writing page is still open where this one was opened beside it.
    private RedirectToPageResult Back(long id, bool alone) =>
        alone ? RedirectToPage(new { id }) : RedirectToPage("Write", null, new { id }, "Input_Notes");

    private async Task ShowAsync(long id, NoteInput? input, CancellationToken cancel)
    {
        var article = await writing.OwnAsync(id, User.Actor(), cancel);
        var content = (await writing.HeadAsync(article, cancel)).Content;
        Headline = content.Headline;
        View = await NotesView.OfAsync(id, await notes.ListAsync(id, cancel), content, cancel);
        View.Input = input ?? View.Input;
    }

    // PostgreSQL has no place for this one letter.
    private static string Clean(string text) => text.Replace("\0", "", StringComparison.Ordinal);
}
