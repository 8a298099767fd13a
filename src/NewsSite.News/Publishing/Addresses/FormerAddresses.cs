using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Database;

namespace NewsSite.News.Publishing.Addresses;

/// <summary>
/// Carries the addresses of former days into <c>site</c>, inside the caller's transaction and turn. Each leads straight to
/// what stands for its owner today, however often that was merged, so that no reader is sent on twice. Whoever has an
/// address now keeps it, whoever had it before.
/// </summary>
internal sealed class FormerAddresses(NewsroomDb db)
{
    private const string Sql = """
        with recursive heirs (id, living) as (
            select id, id from newsroom.KIND where replaced_by_id is null WHICH
            union all
            select taken.id, heirs.living from heirs join newsroom.KIND taken on taken.replaced_by_id = heirs.id
        ),
        led (slug, living, is_former) as (
            select own.slug, heirs.living, false from heirs join newsroom.KIND own on own.id = heirs.id
            where heirs.id <> heirs.living
            union all
            select f.slug, heirs.living, true from heirs join newsroom.former_slug f on f.target_id = heirs.id
            where f.kind = 'KIND'
        ),
        wanted as (
            -- What was merged while it had the address had it later than what had left it before.
            select distinct on (slug) slug, living from led
            where not exists (select from newsroom.KIND own where own.slug = led.slug and own.replaced_by_id is null)
            order by slug, is_former
        ),
        gone as (
            delete from site.former_slug f using newsroom.KIND own
            where f.kind = 'KIND' and f.slug = own.slug and own.id in (select living from heirs)
        )
        insert into site.former_slug (kind, slug, target_id) select 'KIND', slug, living from wanted
        on conflict (kind, slug) do update set target_id = excluded.target_id
        where former_slug.target_id <> excluded.target_id
        """;

    /// <summary>Those of all categories, or of all tags.</summary>
    /// <param name="kind"><c>category</c> or <c>tag</c>, which is the name of its table, too.</param>
    public Task WriteAllAsync(string kind, CancellationToken cancel) =>
        db.Database.ExecuteSqlRawAsync(Of(kind, ""), cancel);

    /// <summary>Those that lead to these, which stand for themselves.</summary>
    public Task WriteAsync(string kind, long[] living, CancellationToken cancel) =>
        db.Database.ExecuteSqlRawAsync(Of(kind, "and id = any({0})"), [living], cancel);

    /// <summary>
    /// Remembers in the newsroom that something had this address: from now on it leads to it, or to its heir. Saved with the act.
    /// </summary>
    /// <param name="kind">As for <see cref="WriteAllAsync"/>.</param>
    public async Task LeaveAsync(string kind, string slug, long targetId, CancellationToken cancel)
    {
        if (await db.FormerSlugs.SingleOrDefaultAsync(f => f.Kind == kind && f.Slug == slug, cancel) is { } known)
        {
            known.TargetId = targetId;
            return;
        }

        db.FormerSlugs.Add(
            new FormerSlug
            {
                Kind = kind,
                Slug = slug,
                TargetId = targetId,
            }
        );
    }

    private static string Of(string kind, string which) =>
        Sql.Replace("KIND", kind, StringComparison.Ordinal).Replace("WHICH", which, StringComparison.Ordinal);
}
