using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.News.Published.Tables;
using NewsSite.News.Staff;

namespace NewsSite.News.Settings;

/// <summary>What holds for the whole paper. What is saved is in force on all servers as soon as they hear the bell.</summary>
public sealed class SettingsDesk(NewsroomDb db, MediaFolder media, TimeProvider clock)
{
    /// <returns>Null before anything was saved: then the servers' own settings hold.</returns>
    public Task<PublishedSettings?> FindAsync(CancellationToken cancel) =>
        db.Set<PublishedSettings>().AsNoTracking().SingleOrDefaultAsync(cancel);

    /// <param name="seen">The version that the admin had before them; 0 where nothing was saved yet.</param>
    /// <param name="defaults">What holds where nothing was saved yet.</param>
    /// <exception cref="NotAllowedException">The actor is no admin.</exception>
    /// <exception cref="SettingsRefusedException">Fields are wrong, or somebody saved first; nothing is changed.</exception>
    public async Task SaveAsync(
        SettingsForm form,
        int seen,
        PublishedSettings defaults,
        Actor actor,
        CancellationToken cancel
    ) =>
        await SaveAsync(
            SettingsChecks.Check(form) is { Count: > 0 } problems ? problems : await MissingAsync(form, cancel),
            row =>
            {
                (row.Name, row.Masthead, row.Description) = (form.Name, form.Masthead, form.Description);
                row.Languages = [.. SettingsChecks.Lines(form.Languages)];
                (row.Language, row.TimeZone, row.Contact) = (form.Language, form.TimeZone, form.Contact);
                (row.CrawlerPolicy, row.RobotsLines) = (form.CrawlerPolicy, form.RobotsLines);
                (row.BreakingHours, row.FeedStories) = (form.BreakingHours, form.FeedStories);
                row.CountsReadings = form.CountsReadings;
                row.SocialLinks = SettingsChecks.Stored(form.SocialLinks);
                row.Policies = SettingsChecks.Stored(form.Policies);
            },
            seen,
            defaults,
            "SaveSettings",
            actor,
            cancel
        );

    /// <inheritdoc cref="SaveAsync(SettingsForm, int, PublishedSettings, Actor, CancellationToken)"/>
    public async Task SaveMenusAsync(
        IReadOnlyList<MenuLine> header,
        IReadOnlyList<MenuLine> footer,
        int seen,
        PublishedSettings defaults,
        Actor actor,
        CancellationToken cancel
    )
    {
        var targets = await MenuTargets.LoadAsync(db, header.Concat(footer), cancel);
        await SaveAsync(
            [.. targets.Check("Header", header, mayHead: false), .. targets.Check("Footer", footer, mayHead: true)],
            row => (row.HeaderMenu, row.FooterMenu) = (targets.Stored(header), targets.Stored(footer)),
            seen,
            defaults,
            "SaveMenus",
            actor,
            cancel
        );
    }

    /// <summary>Puts a logo in the place of the name in type, or the name back in its place.</summary>
    /// <param name="logo">The bytes of a picture as somebody sent it; null for none.</param>
    /// <param name="darkLogo">For dark screens; null for the same.</param>
    /// <exception cref="PictureRefusedException">One of them cannot be taken; the message says why.</exception>
    /// <exception cref="NotAllowedException">The actor is no admin.</exception>
    public async Task SaveLogoAsync(
        byte[]? logo,
        byte[]? darkLogo,
        PublishedSettings defaults,
        Actor actor,
        CancellationToken cancel
    )
    {
        if (actor.Role < StaffRole.Admin)
        {
            throw new NotAllowedException();
        }

        var (light, dark) = (await StoreAsync(logo, cancel), await StoreAsync(darkLogo, cancel));
        var seen = await db.Set<PublishedSettings>().Select(s => s.Version).SingleOrDefaultAsync(cancel);
        await SaveAsync(
            [],
            row => (row.Logo, row.DarkLogo) = (light, dark),
            seen,
            defaults,
            light is null ? "RemoveLogo" : "SaveLogo",
            actor,
            cancel
        );
    }

    private async Task<string?> StoreAsync(byte[]? bytes, CancellationToken cancel)
    {
        if (bytes is null)
        {
            return null;
        }

        var logo = await UploadedLogo.ReadAsync(bytes, cancel);
        return await media.AddAsync(logo.Png, logo.Ending, cancel);
    }

    // A language that stories are in cannot be left out: nobody could say any more what they are in.
    private async Task<IReadOnlyList<SettingsProblem>> MissingAsync(SettingsForm form, CancellationToken cancel)
    {
        string[] known = [form.Language, .. SettingsChecks.Lines(form.Languages)];
        if (known.Length == 1)
        {
            return [];
        }

        var used = await db
            .Database.SqlQuery<LanguageUse>(
                $"""
                select v.language, count(distinct a.id)::int as stories
                from newsroom.article a join newsroom.article_version v
                    on v.article_id = a.id and v.number in (a.head_number, a.live_number)
                where v.language is not null
                group by v.language order by v.language
                """
            )
            .ToListAsync(cancel);
        return used.Find(u => !known.Contains(u.Language, StringComparer.OrdinalIgnoreCase)) is { } left
            ?
            [
                new(
                    nameof(form.Languages),
                    left.Stories == 1
                        ? $"1 story is in “{left.Language}”. Keep that line, or change the story first."
                        : $"{left.Stories:N0} stories are in “{left.Language}”. Keep that line, or change the stories first."
                ),
            ]
            : [];
    }

    private sealed record LanguageUse(string Language, int Stories);

    private async Task SaveAsync(
        IReadOnlyList<SettingsProblem> problems,
        Action<PublishedSettings> change,
        int seen,
        PublishedSettings defaults,
        string act,
        Actor actor,
        CancellationToken cancel
    )
    {
        if (actor.Role < StaffRole.Admin)
        {
            throw new NotAllowedException();
        }

        if (problems.Count > 0)
        {
            throw new SettingsRefusedException(problems);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await SiteTurn.TakeAsync(db, cancel);
        var row = await db.Set<PublishedSettings>().SingleOrDefaultAsync(cancel);
        if ((row?.Version ?? 0) != seen)
        {
            throw new SettingsRefusedException([new("", "Somebody saved meanwhile")], isLate: true);
        }

        // The first time, too, the log says what held before.
        var isNew = row is null;
        row ??= defaults;
        db.Entry(row).State = isNew ? EntityState.Unchanged : db.Entry(row).State;
        change(row);
        db.ChangeTracker.DetectChanges();
        db.Record(actor, act, "settings:paper", null, clock.GetUtcNow(), db.ChangesOf(row));
        row.Version = seen + 1;
        if (isNew)
        {
            db.Entry(row).State = EntityState.Added;
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
