using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Published.Tables;
using NewsSite.News.Staff;

namespace NewsSite.News.Settings;

/// <summary>What holds for the whole paper. What is saved is in force on all servers as soon as they hear the bell.</summary>
public sealed class SettingsDesk(NewsroomDb db, TimeProvider clock)
{
    /// <returns>Null before anything was saved: then the servers' own settings hold.</returns>
    public Task<PublishedSettings?> FindAsync(CancellationToken cancel) =>
        db.Set<PublishedSettings>().AsNoTracking().SingleOrDefaultAsync(cancel);

    /// <param name="seen">The version that the admin had before them; 0 where nothing was saved yet.</param>
    /// <param name="defaults">What holds where nothing was saved yet.</param>
    /// <exception cref="NotAllowedException">The actor is no admin.</exception>
    /// <exception cref="SettingsRefusedException">Fields are wrong, or somebody saved first; nothing is changed.</exception>
    public Task SaveAsync(
        SettingsForm form,
        int seen,
        PublishedSettings defaults,
        Actor actor,
        CancellationToken cancel
    ) =>
        SaveAsync(
            SettingsChecks.Check(form),
            row =>
            {
                (row.Name, row.Masthead, row.Description) = (form.Name, form.Masthead, form.Description);
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
