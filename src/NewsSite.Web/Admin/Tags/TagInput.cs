using Microsoft.AspNetCore.Mvc.ModelBinding;
using NewsSite.News.Publishing.Tags;
using NewsSite.News.Tags;

namespace NewsSite.Web.Admin.Tags;

/// <summary>What the form for a tag sends.</summary>
public sealed class TagInput
{
    public string? Name { get; set; }

    /// <summary>Empty: made from the name.</summary>
    public string? Slug { get; set; }
    public TagKind Kind { get; set; }
    public string? Description { get; set; }

    /// <summary>With commas or new lines between them.</summary>
    public string? Synonyms { get; set; }

    public static TagInput From(Tag tag, IEnumerable<string> synonyms) =>
        new()
        {
            Name = tag.Name,
            Slug = tag.Slug,
            Kind = tag.Kind,
            Description = tag.Description,
            Synonyms = string.Join(", ", synonyms),
        };

    /// <summary>Says beside each field what is wrong with it.</summary>
    public void Check(ModelStateDictionary state)
    {
        var name = Clean(Name);
        if (name.Length == 0)
        {
            state.AddModelError("Input.Name", "Enter a name");
        }
        else if (name.Length > Tag.NameLimit)
        {
            state.AddModelError(
                "Input.Name",
                $"Name must be {Tag.NameLimit} characters or fewer. It has {name.Length}."
            );
        }
        else if (name.Contains(','))
        {
            state.AddModelError("Input.Name", "Leave commas out: they stand between tags");
        }

        if (Description?.Length > Tag.DescriptionLimit)
        {
            state.AddModelError(
                "Input.Description",
                $"Description must be {Tag.DescriptionLimit} characters or fewer. It has {Description.Length}."
            );
        }

        if (Others().Count > TagDesk.SynonymLimit)
        {
            state.AddModelError(
                "Input.Synonyms",
                $"Enter {TagDesk.SynonymLimit} other names or fewer. There are {Others().Count}."
            );
        }

        if (Others().Find(other => other.Length > Tag.NameLimit) is { } tooLong)
        {
            state.AddModelError(
                "Input.Synonyms",
                $"Each name must be {Tag.NameLimit} characters or fewer. “{tooLong[..20]}…” has {tooLong.Length}."
            );
        }
    }

    public TagForm Form() =>
        new(
            Clean(Name),
            string.IsNullOrWhiteSpace(Slug) ? News.Addresses.Slug.OfName(Clean(Name)) : Slug.Trim(),
            Kind,
            string.IsNullOrWhiteSpace(Description) ? null : Description.Trim(),
            Others()
        );

    private List<string> Others() =>
        [.. (Synonyms ?? "").Split(',', '\n').Select(Clean).Where(name => name.Length > 0)];

    private static string Clean(string? name) =>
        string.Join(' ', (name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
