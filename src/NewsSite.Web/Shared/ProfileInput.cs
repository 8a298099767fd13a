using Microsoft.AspNetCore.Mvc.ModelBinding;
using NewsSite.News.Authors;
using NewsSite.News.Media;
using NewsSite.News.Publishing;

namespace NewsSite.Web.Shared;

/// <summary>What the forms for a public profile send: an admin's for any author, and a person's own.</summary>
public class ProfileInput
{
    public string? Role { get; set; }
    public string? Biography { get; set; }
    public long? PortraitId { get; set; }

    /// <summary>One address a line.</summary>
    public string? Links { get; set; }

    /// <summary>What pictures are looked for; null for the newest.</summary>
    public string? PictureWords { get; set; }

    public void Fill(Author author)
    {
        (Role, Biography, PortraitId) = (author.Role, author.Biography, author.PortraitId);
        Links = string.Join('\n', author.Links);
    }

    public ProfileForm Profile() => new(Clean(Role), Clean(Biography), PortraitId, Addresses());

    /// <summary>Says beside each field what is wrong with it.</summary>
    public void CheckProfile(ModelStateDictionary state)
    {
        Length(state, "Input.Role", "Role", Clean(Role), Author.RoleLimit);
        Length(state, "Input.Biography", "Biography", Clean(Biography), Author.BiographyLimit);
        var links = Addresses();
        if (links.Count > Author.LinkLimit)
        {
            state.AddModelError("Input.Links", $"Give {Author.LinkLimit} links or fewer. There are {links.Count}.");
        }
        else if (links.FirstOrDefault(link => !IsPublic(link)) is { } wrong)
        {
            state.AddModelError(
                "Input.Links",
                wrong.Length > Author.LinkLength
                    ? $"A link must be {Author.LinkLength} characters or fewer"
                    : $"“{wrong}” is no address like https://example.org/name"
            );
        }
    }

    /// <returns>Described pictures to choose from; the chosen one first.</returns>
    public async Task<IReadOnlyList<Picture>> PicturesAsync(PictureLibrary library, CancellationToken cancel)
    {
        var words = PictureWords?.Length > 200 ? PictureWords[..200] : PictureWords;
        var found = await library.PageAsync(new PictureFilter(words, IsDescribed: true), null, cancel);
        var chosen = PortraitId is { } id ? await library.FindAsync(id, cancel) : null;
        return chosen is null ? found.Pictures : [chosen, .. found.Pictures.Where(p => p.Id != chosen.Id)];
    }

    protected static string? Clean(string? text) =>
        text?.Replace("\0", "", StringComparison.Ordinal).ReplaceLineEndings("\n").Trim() is { Length: > 0 } clean
            ? clean
            : null;

    protected static void Length(ModelStateDictionary state, string field, string name, string? text, int limit)
    {
        if (text?.Length > limit)
        {
            state.AddModelError(field, $"{name} must be {limit} characters or fewer. It has {text.Length}.");
        }
    }

    private List<string> Addresses() =>
        [
            .. (Clean(Links) ?? "")
                .Split(['\n', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Distinct(StringComparer.Ordinal),
        ];

    // Nothing but a page of the open web, which says by itself where it leads.
    private static bool IsPublic(string link) =>
        link.Length <= Author.LinkLength
        && !link.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
        && Uri.TryCreate(link, UriKind.Absolute, out var uri)
        && uri is { Scheme: "https", UserInfo.Length: 0, IsDefaultPort: true, HostNameType: UriHostNameType.Dns }
        && uri.Host.Contains('.', StringComparison.Ordinal);
}
