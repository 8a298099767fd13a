using NewsSite.News.Addresses;
using NewsSite.News.Published;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>
/// The redirects that readers followed, on this server's own disk: so they lead on while the database is away. There are no
/// more of them than the paper has, however many addresses are asked for.
/// </summary>
public sealed class RedirectCopies(CopyFile file)
{
    internal const string Table = """
        create table if not exists redirect (asked text primary key, leads_to text, code integer not null) without rowid
        """;

    /// <summary>What the database said of an address; null where it knows nothing of it any more.</summary>
    /// <param name="address">As <see cref="AskedAddress"/> writes it.</param>
    public void Note(string address, LedOn? found)
    {
        var known = Find(address);
        if (known?.From is { } old && old != found?.From)
        {
            file.Do(db => db.Run("delete from redirect where asked = $1", old), 0);
        }

        if (found is { From: { } from } && (known?.From, known?.To, known?.Code) != (from, found.To, found.Code))
        {
            file.Do(
                db =>
                    db.Run(
                        "insert or replace into redirect (asked, leads_to, code) values ($1, $2, $3)",
                        from,
                        (object?)found.To ?? DBNull.Value,
                        found.Code
                    ),
                0
            );
        }
    }

    /// <returns>As <see cref="Redirects.FindAsync"/>, of what was noted; its number is not known here.</returns>
    public LedOn? Find(string address) =>
        file.Read(db =>
        {
            var path = AskedAddress.PathOf(address);
            using var find = db.Command(
                "select asked, leads_to, code from redirect where asked in ($1, $2) order by asked = $1 desc limit 1",
                address,
                path
            );
            using var row = find.ExecuteReader();
            return row.Read()
                ? new LedOn(0, row.IsDBNull(1) ? null : row.GetString(1), row.GetInt32(2), row.GetString(0))
                : null;
        });
}
