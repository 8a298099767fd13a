using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Database;
using NewsSite.News.Publishing.Addresses;
using NewsSite.News.Staff;
using NewsSite.News.Tags;

namespace NewsSite.News.Publishing.Tags;

/// <summary>What an admin fills in for a tag.</summary>
/// <param name="Synonyms">Other names that mean it when staff type them.</param>
public sealed record TagForm(
    string Name,
    string Slug,
    TagKind Kind,
    string? Description,
    IReadOnlyList<string> Synonyms
);

/// <summary>The acts on single tags. Each is one transaction, in the newsroom and for readers alike.</summary>
public sealed class TagDesk(NewsroomDb db, TimeProvider clock, TagShelf shelf)
{
    /// <summary>The most other names that one tag may have.</summary>
    public const int SynonymLimit = 20;

    /// <summary>The most tags that one press deletes.</summary>
    public const int DeleteLimit = 100;

    private readonly TagChange tags = new(db, clock);

    /// <returns>A tag that is there; null where there is none.</returns>
    public Task<Tag?> FindAsync(long id, CancellationToken cancel) =>
        db.Tags.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id && t.ReplacedById == null, cancel);

    /// <returns>Those of these that are there, by name.</returns>
    public Task<List<Tag>> FindAllAsync(long[] ids, CancellationToken cancel) =>
        db
            .Tags.AsNoTracking()
            .Where(t => ids.Contains(t.Id) && t.ReplacedById == null)
            .OrderBy(t => t.Name)
            .ToListAsync(cancel);

    public Task<List<string>> SynonymsAsync(long id, CancellationToken cancel) =>
        db.TagSynonyms.Where(s => s.TagId == id).OrderBy(s => s.Name).Select(s => s.Name).ToListAsync(cancel);

    /// <summary>Renames and describes a tag; its former address leads to the new one, and its former name means it still.</summary>
    /// <exception cref="TagRefusedException">The form cannot be accepted; the message says which field and why.</exception>
    public Task ChangeAsync(long id, TagForm form, Actor actor, CancellationToken cancel) =>
        tags.RunAsync(
            actor,
            "ChangeTag",
            async () =>
            {
                var tag = await tags.LivingAsync(id, cancel);
                await CheckAsync(form, id, cancel);
                if (tag.Slug != form.Slug)
                {
                    await new FormerAddresses(db).LeaveAsync(TagChange.Kind, tag.Slug, id, cancel);
                }

                (tag.Name, tag.Slug, tag.Kind, tag.Description) = (form.Name, form.Slug, form.Kind, form.Description);
                await db.TagSynonyms.Where(s => s.TagId == id).ExecuteDeleteAsync(cancel);
                db.TagSynonyms.AddRange(
                    form.Synonyms.DistinctBy(Slug.OfName)
                        .Where(name => Slug.OfName(name) != form.Slug)
                        .Select(name => new TagSynonym
                        {
                            Slug = Slug.OfName(name),
                            Name = name,
                            TagId = id,
                        })
                );
                return ([id], id, tag.Name);
            },
            cancel
        );

    /// <summary>Deletes tags that no version ever named. What is used by then is left, for old versions name it for ever.</summary>
    /// <returns>How many were deleted.</returns>
    public async Task<int> DeleteUnusedAsync(IReadOnlyList<long> ids, Actor actor, CancellationToken cancel)
    {
        var deleted = 0;
        await tags.RunAsync(
            actor,
            "DeleteTags",
            async () =>
            {
                long[] gone = [.. await shelf.UnusedAsync([.. ids.Take(DeleteLimit)], cancel)];
                var names = await db.Tags.Where(t => gone.Contains(t.Id)).Select(t => t.Name).ToListAsync(cancel);
                deleted = await db.Tags.Where(t => gone.Contains(t.Id)).ExecuteDeleteAsync(cancel);
                var subject = gone.FirstOrDefault();
                return (
                    [],
                    subject,
                    string.Create(CultureInfo.InvariantCulture, $"{deleted}: {string.Join(", ", names)}")
                );
            },
            cancel
        );
        return deleted;
    }

    private async Task CheckAsync(TagForm form, long id, CancellationToken cancel)
    {
        if (!Slug.IsSlug(form.Slug) || form.Slug == "-")
        {
            throw new TagRefusedException("Slug", "Use lower-case letters, digits and hyphens");
        }

        if (await OtherAsync(form.Slug, id, cancel) is { } holder)
        {
            throw new TagRefusedException("Slug", $"This is an address or another name of {holder}");
        }

        foreach (var synonym in form.Synonyms)
        {
            if (await OtherAsync(Slug.OfName(synonym), id, cancel) is { } other)
            {
                throw new TagRefusedException(
                    "Synonyms",
                    $"{synonym} is a tag or another name of {other}. Merge the two instead."
                );
            }
        }
    }

    // Whatever a name or address stands for already, by any way, is one tag's alone.
    private async Task<string?> OtherAsync(string slug, long id, CancellationToken cancel)
    {
        var owners = await db
            .Tags.Where(t => t.Slug == slug)
            .Select(t => t.Id)
            .Union(db.TagSynonyms.Where(s => s.Slug == slug).Select(s => s.TagId))
            .Union(db.FormerSlugs.Where(f => f.Kind == TagChange.Kind && f.Slug == slug).Select(f => f.TargetId))
            .ToListAsync(cancel);
        var living = await TagHeirs.LivingAsync(db, owners, cancel);
        return await db
            .Tags.Where(t => living.Contains(t.Id) && t.Id != id)
            .Select(t => t.Name)
            .FirstOrDefaultAsync(cancel);
    }
}
