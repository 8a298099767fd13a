using System.Globalization;
using Microsoft.Data.Sqlite;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.News.Published;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>
/// The last good copy of every public page, on this server's own disk: what readers get while the database is away. It knows
/// what was withdrawn, and up to which change it has followed the paper.
/// </summary>
public sealed class CopyStore(CopyFile file)
{
    // By the index: what comes after a slash is less than a nought.
    private const string UnderStory = "path > $1 || '/' and path < $1 || '0'";
    private static readonly TimeSpan MeetAgain = TimeSpan.FromSeconds(5);
    private DateTimeOffset met;

    public bool IsOn => file.IsOn;

    /// <summary>The last change that it has followed; null where it knows none.</summary>
    public long? Seen => file.Do(db => db.Read("select seen from state") as long?, null);

    /// <summary>When the database was last heard of, by this machine's clock.</summary>
    public DateTimeOffset? Contact =>
        file.Do<DateTimeOffset?>(
            db => db.Read("select contact from state") is long at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
            null
        );

    /// <summary>How many pages it holds.</summary>
    public long Count => file.Do(db => (long)db.Read("select count(*) from copy")!, 0);

    /// <returns>Null where there is none, or none that may be shown.</returns>
    internal KeptPage? Find(HttpRequest request) =>
        file.Read(db =>
        {
            var path = request.Path.Value ?? "/";
            if (
                db.Read("select keys from copy where path = $1 limit 1", path) is not string keys
                || PageAddress.Of(request, CopiedPage.Split(keys)) is not { } address
            )
            {
                return null;
            }

            using var find = db.Command(
                "select made, etag, headers, names, body from copy where path = $1 and query = $2 and not is_refused",
                address.Path,
                address.Query
            );
            using var row = find.ExecuteReader();
            return row.Read() ? CopiedPage.Read(address, row) : null;
        });

    /// <returns>Where a story's own page is, by its copy, for whoever asks without its slug or with an old one; null where there is none.</returns>
    public string? AddressOf(long story) =>
        file.Read(db =>
            db.Read(
                $"select path from copy where {UnderStory} and path not like '%/history' and query = '' and not is_refused",
                $"/news/{story}"
            ) as string
        );

    /// <summary>Whether a story was withdrawn so that its address says that it is gone for good, as far as this server knows.</summary>
    public bool IsGone(long id) =>
        file.Read(db => db.Read("select 1 from withdrawn where story = $1 and is_gone", id)) is not null;

    /// <summary>Whether a page that may be shown has a form of a picture.</summary>
    /// <param name="hash">The master's file name without its ending.</param>
    public bool ShowsPicture(string hash, Rendition form) =>
        file.Read(db =>
            db.Read(
                "select 1 from shown join copy on copy.id = shown.copy where name = $1 and not is_refused limit 1",
                CopiedPage.NameOfPicture(hash, form)
            )
        )
            is not null;

    /// <summary>Writes copies down, and what they lead to as wanted.</summary>
    /// <param name="isFresh">Asked at the last moment: whether nothing that the page shows has changed since it was begun.</param>
    internal void Write(IReadOnlyList<CopiedPage> pages, Func<CopiedPage, bool> isFresh) =>
        file.Do(
            db =>
            {
                foreach (var copy in pages.Where(copy => copy.IsWanted || IsKnown(db, copy)))
                {
                    if (isFresh(copy))
                    {
                        Write(db, copy);
                    }
                    else
                    {
                        CopyQueue.Want(db, copy.Page.Address.ToString(), CopyQueue.Changed);
                    }
                }

                return MakeRoom(db);
            },
            0
        );

    /// <summary>Takes note of what changed, on the disk, before it returns.</summary>
    /// <param name="seen">The last change.</param>
    /// <param name="names">Of what changed; see <see cref="Shown"/>.</param>
    /// <param name="fates">What became of the stories asked for (<see cref="StoriesAmong"/>).</param>
    /// <exception cref="SqliteException">Not at this moment; try again.</exception>
    internal void Hear(long seen, IReadOnlyCollection<string> names, IReadOnlyCollection<StoryFate> fates) =>
        file.Insist(db =>
        {
            var withdrawn = fates.Where(f => f.Address is null).ToList();
            withdrawn.ForEach(f => Withdraw(db, f.Id, f.IsGone));

            // Lists may name a story without saying so, such as a sitemap of very many.
            if (withdrawn.Count > 0 || names.Contains(Shown.All))
            {
                foreach (var name in names.Where(IsTold).Append(Shown.Stories))
                {
                    CopyQueue.Refuse(db, name);
                }
            }

            foreach (var fate in fates.Where(f => f.Address is not null))
            {
                db.Run("delete from withdrawn where story = $1", fate.Id);
                if (names.Contains(Shown.NameOfStory(fate.Id)))
                {
                    CopyQueue.Want(db, fate.Address!, CopyQueue.First);
                }
            }

            foreach (var name in names.Where(IsTold))
            {
                CopyQueue.WantChanged(db, name);
            }

            if (names.Contains(Shown.Frame) || names.Contains(Shown.All))
            {
                db.Run("update state set frame = $1", seen);
            }

            db.Run("update state set seen = $1", seen);
        });

    /// <summary>
    /// A story may have been withdrawn, and the database does not say: no copy shows it until a change or a page that is made
    /// anew tells that it is public.
    /// </summary>
    /// <exception cref="SqliteException">Not at this moment; try again.</exception>
    public void Doubt(long story) =>
        file.Insist(db =>
        {
            Withdraw(db, story, isGone: false);
            CopyQueue.Refuse(db, Shown.Stories);
        });

    /// <summary>Takes note that the database answered a moment ago.</summary>
    public void Meet(DateTimeOffset now)
    {
        if ((now - met).Duration() > MeetAgain)
        {
            met = now;
            file.Do(db => db.Run("update state set contact = $1", now.ToUnixTimeMilliseconds()), 0);
        }
    }

    /// <summary>The stories that changed, or all that any copy shows where the names are <see cref="Shown.All"/>.</summary>
    /// <exception cref="SqliteException">Not at this moment; try again.</exception>
    public IReadOnlyList<long> StoriesAmong(IReadOnlyCollection<string> names)
    {
        var told = names.ToList();
        if (names.Contains(Shown.All))
        {
            file.Insist(db =>
                told = [
                    .. db.List("select distinct name from shown where name like 'story:%'"),
                    .. db.List("select 'story:' || story from withdrawn"),
                ]
            );
        }

        return
        [
            .. told.Where(n => n.StartsWith("story:", StringComparison.Ordinal))
                .Select(n => long.Parse(n.AsSpan(6), CultureInfo.InvariantCulture))
                .Distinct(),
        ];
    }

    // Each of the others would be all pages; those are told by the number of the change they were made after.
    private static bool IsTold(string name) => name is not (Shown.Frame or Shown.All or Shown.MostRead);

    // A query that no page leads to was made up by somebody, and so was a slug under which a notice never stood: there are
    // more of these than of pages.
    private static bool IsKnown(SqliteConnection db, CopiedPage copy)
    {
        var address = copy.Page.Address;
        return (address.Query.Length == 0 && !copy.IsNotice)
            || db.Read("select 1 from wanted where address = $1", address.ToString()) is not null
            || db.Read("select 1 from copy where path = $1 and query = $2", address.Path, address.Query) is not null;
    }

    private static void Write(SqliteConnection db, CopiedPage copy)
    {
        var address = copy.Page.Address;
        db.Run("delete from copy where path = $1 and query = $2", address.Path, address.Query);
        var id = db.Read(
            """
            insert into copy (path, query, keys, made, change, etag, headers, names, size, body)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id
            """,
            copy.Values()
        );
        foreach (var name in copy.Names())
        {
            db.Run("insert into shown (name, copy) values ($1, $2)", name, id!);
        }

        db.Run("delete from wanted where address = $1", address.ToString());
        if (copy is { Story: { } story, IsNotice: false })
        {
            db.Run("delete from withdrawn where story = $1", story);
        }

        foreach (var link in copy.Links())
        {
            CopyQueue.Want(db, link);
        }
    }

    private static void Withdraw(SqliteConnection db, long id, bool isGone)
    {
        db.Run("insert or replace into withdrawn (story, is_gone) values ($1, $2)", id, isGone);

        // There may be a notice in its place.
        db.Run(
            $"""
            insert into wanted (address, rank) select path, {CopyQueue.Changed} from copy
            where {UnderStory} and path not like '%/history' and query = '' on conflict (address) do nothing
            """,
            $"/news/{id}"
        );
        db.Run($"delete from copy where path = $1 or ({UnderStory})", $"/news/{id}");
        CopyQueue.Refuse(db, Shown.NameOfStory(id));
    }

    // What was made longest ago goes.
    private int MakeRoom(SqliteConnection db)
    {
        while (
            (long)db.Read("select size from state")! > file.Limit
            && db.Run("delete from copy where id in (select id from copy order by change, id limit 20)") > 0
        ) { }

        return 0;
    }
}
