using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Audit;
using NewsSite.News.Database;

namespace NewsSite.Web.Admin.Audit;

/// <summary>What the things are called that entries are about, and where an admin finds them.</summary>
public sealed class AuditNames
{
    private readonly Dictionary<long, string> stories;
    private readonly Dictionary<long, string> sections;

    private AuditNames(
        Dictionary<long, string> people,
        Dictionary<long, string> sections,
        Dictionary<long, string> stories
    )
    {
        (People, this.sections, this.stories) = (people, sections, stories);
    }

    public IReadOnlyDictionary<long, string> People { get; }

    /// <param name="subjects">See <see cref="AuditEntry.Subject"/>; stories are looked up for these alone.</param>
    public static async Task<AuditNames> LoadAsync(
        NewsroomDb db,
        IEnumerable<string> subjects,
        CancellationToken cancel
    )
    {
        var ids = subjects
            .Select(Parts)
            .Where(s => s.Kind == "article" && s.Id is not null)
            .Select(s => s.Id!.Value)
            .Distinct()
            .ToList();
        return new(
            await db.Users.ToDictionaryAsync(s => s.Id, s => s.Name, cancel),
            await db.Categories.ToDictionaryAsync(c => c.Id, c => c.Name, cancel),
            ids.Count == 0
                ? []
                : await db
                    .Articles.Where(a => ids.Contains(a.Id))
                    .Join(
                        db.ArticleVersions,
                        a => new { a.Id, Number = a.HeadNumber },
                        v => new { Id = v.ArticleId, v.Number },
                        (a, v) => new { a.Id, v.Content.Headline }
                    )
                    .ToDictionaryAsync(s => s.Id, s => s.Headline, cancel)
        );
    }

    /// <returns>The name of somebody; of nobody in particular, the site's own.</returns>
    public string Person(long? id) => id is { } known ? People.GetValueOrDefault(known, $"Person {known}") : "NewsSite";

    /// <returns>A name, and where it leads; null for nowhere.</returns>
    public (string Text, string? Address) Of(string subject)
    {
        var (kind, id, rest) = Parts(subject);
        return (kind, id) switch
        {
            ("article", { } n) => (Or(stories.GetValueOrDefault(n), $"Story {n}"), $"/newsroom/history/{n}"),
            ("category", { } n) => (sections.GetValueOrDefault(n, $"Section {n}"), $"/admin/categories/{n}"),
            ("staff", { } n) => (People.GetValueOrDefault(n, $"Person {n}"), $"/admin/staff/{n}"),
            ("author", { } n) => ($"Author {n}", $"/admin/authors/{n}"),
            ("redirect", { } n) => ($"Redirect {n}", $"/admin/addresses/{n}"),
            ("redirect", _) => ("Redirects", "/admin/addresses"),
            ("missing-address", _) => ("Not found", "/admin/addresses/missing"),
            ("webhook", { } n) => ($"Receiver {n}", $"/admin/webhooks/{n}"),
            ("wire-source", { } n) => ($"Wire source {n}", $"/admin/wire/{n}"),
            ("import", { } n) => ($"Import {n}", $"/admin/import/{n}"),
            ("import-file", _) => ("Exports", "/admin/import"),
            ("settings", _) => ("The paper", "/admin/settings"),
            ("job", _) => (rest, "/admin/system"),
            ("standing-page", _) => (rest, $"/admin/pages/edit/{Uri.EscapeDataString(rest)}"),
            _ => (rest, null),
        };
    }

    /// <returns>A value as people read it: an id with the name that it stands for.</returns>
    public string? Value(FieldChange change, string? value)
    {
        var names =
            change.Field is "ParentId" or "ReplacedById" ? sections
            : change.Field is "AssignedToId" or "StaffMemberId" ? People
            : change.Field is "ArticleId" ? stories
            : null;
        return
            names is not null
            && long.TryParse(value, CultureInfo.InvariantCulture, out var id)
            && names.TryGetValue(id, out var name)
            ? $"{name} ({id})"
            : value;
    }

    private static string Or(string? name, string other) => string.IsNullOrEmpty(name) ? other : name;

    private static (string Kind, long? Id, string Name) Parts(string subject)
    {
        var colon = subject.IndexOf(':', StringComparison.Ordinal);
        var rest = subject[(colon + 1)..];
        return (
            colon < 0 ? "" : subject[..colon],
            long.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null,
            rest
        );
    }
}
