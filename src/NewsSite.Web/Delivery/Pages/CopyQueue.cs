using Microsoft.Data.Sqlite;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>The pages that are to be copied, the most wanted first.</summary>
public sealed class CopyQueue(CopyFile file)
{
    // To be had before all others; found to be out of date; found by a link.
    internal const int First = 0;
    internal const int Changed = 1;
    private const int Linked = 2;

    // In bytes, compressed: what lists very many stories is not made again for each of them, but once an hour.
    private const int Large = 100_000;

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    /// <summary>Whether nothing is left to be copied.</summary>
    public bool IsEmpty => Next() is null && file.Do(db => db.Read("select 1 from wanted limit 1") is null, false);

    /// <returns>The address of the page that is wanted most; null where there is none.</returns>
    public string? Next() =>
        file.Do(
            db =>
                (string?)
                    db.Read(
                        "select address from wanted where after <= $1 and rank <= $2 order by rank, added limit 1",
                        DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
                        (long)db.Read("select size from state")! > file.Limit * 9 / 10 ? Changed : Linked
                    )
                ?? (string?)
                    db.Read(
                        $"select {CopiedPage.AddressSql} from copy, state where copy.change < state.frame order by copy.change limit 1"
                    ),
            null
        );

    /// <summary>Asks for a page to be copied, if there is no copy.</summary>
    public void Want(string address) =>
        file.Do(
            db =>
            {
                Want(db, address);
                return true;
            },
            false
        );

    /// <summary>There is no such page any more: nothing is kept of it.</summary>
    public void Remove(string address) =>
        file.Do(
            db =>
            {
                var (path, query) = CopiedPage.Parts(address);
                db.Run("delete from copy where path = $1 and query = $2", path, query);
                db.Run("delete from wanted where address = $1", address);
                return true;
            },
            false
        );

    /// <summary>It could not be had, perhaps for a moment only: it is asked for again soon.</summary>
    public void Defer(string address) =>
        file.Do(
            db =>
            {
                db.Run(
                    "insert into wanted (address, rank, after) values ($1, $2, $3) on conflict (address) do update set after = excluded.after",
                    address,
                    Changed,
                    DateTimeOffset.UtcNow.Add(Again).ToUnixTimeSeconds()
                );
                var (path, query) = CopiedPage.Parts(address);
                db.Run("update copy set change = (select seen from state) where path = $1 and query = $2", path, query);
                return true;
            },
            false
        );

    /// <summary>As <see cref="Want(string)"/>, inside somebody's transaction.</summary>
    internal static void Want(SqliteConnection db, string address)
    {
        var (path, query) = CopiedPage.Parts(address);
        if (db.Read("select 1 from copy where path = $1 and query = $2", path, query) is null)
        {
            Want(db, address, Linked);
        }
    }

    /// <summary>Asks for a page to be copied whether there is a copy or not.</summary>
    internal static void Want(SqliteConnection db, string address, int rank) =>
        db.Run(
            "insert into wanted (address, rank) values ($1, $2) on conflict (address) do update set rank = min(rank, excluded.rank)",
            address,
            rank
        );

    /// <summary>Asks for all pages that show something to be copied anew; very long ones when they are an hour old.</summary>
    internal static void WantChanged(SqliteConnection db, string name) =>
        db.Run(
            $"""
            insert into wanted (address, rank, after) select {CopiedPage.AddressSql}, {Changed},
                case when copy.size > {Large} and not copy.is_refused then copy.made / 1000 + 3600 else 0 end
            from shown join copy on copy.id = shown.copy where shown.name = $1
            on conflict (address) do update set rank = min(rank, excluded.rank), after = excluded.after
            """,
            name
        );

    /// <summary>Nobody gets the pages that show something until they are made anew, which is done before all else.</summary>
    internal static void Refuse(SqliteConnection db, string name)
    {
        db.Run("update copy set is_refused = 1 where id in (select copy from shown where name = $1)", name);
        db.Run(
            $"""
            insert into wanted (address, rank) select {CopiedPage.AddressSql}, {First}
            from shown join copy on copy.id = shown.copy where shown.name = $1
            on conflict (address) do update set rank = {First}, after = 0
            """,
            name
        );
    }
}
