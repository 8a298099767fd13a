using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using NewsSite.News.Database;
using NewsSite.News.Media;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>A page as it lies on the disk.</summary>
/// <param name="Keys">See <see cref="SameForAll"/>.</param>
/// <param name="Change">The last change that was known when it was begun.</param>
/// <param name="Begun">See <see cref="PageStore.Begin"/>.</param>
/// <param name="IsWanted">Whether it was made to have a copy of it; else a reader asked for it.</param>
internal sealed partial record CopiedPage(
    KeptPage Page,
    IReadOnlyList<string> Keys,
    long Change,
    long Begun,
    bool IsWanted
)
{
    /// <summary>Of a row of <c>copy</c>, as a link writes it.</summary>
    public const string AddressSql = "copy.path || case when copy.query = '' then '' else '?' || copy.query end";

    public const string Tables = """
        create table copy (
            id integer primary key,
            path text not null, query text not null, keys text not null,
            made integer not null, change integer not null, is_refused integer not null default 0,
            etag text not null, headers text not null, names text not null, size integer not null, body blob not null,
            unique (path, query)
        );
        create index copy_change on copy (change, id);
        create table shown (
            name text not null,
            copy integer not null references copy (id) on delete cascade,
            primary key (name, copy)
        ) without rowid;
        create index shown_copy on shown (copy);
        create table wanted (
            address text primary key, rank integer not null, after integer not null default 0,
            added integer not null default (unixepoch('subsec') * 1000)
        ) without rowid;
        create index wanted_next on wanted (rank, added);
        create table withdrawn (story integer primary key, is_gone integer not null);
        create table state (server text, seen integer, contact integer, frame integer not null, size integer not null);
        insert into state (frame, size) values (0, 0);
        create trigger copy_added after insert on copy begin update state set size = size + new.size; end;
        create trigger copy_removed after delete on copy begin update state set size = size - old.size; end;
        """;

    private const int AddressLimit = 400;

    public static string[] Split(string keys) => keys.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static (string Path, string Query) Parts(string address) =>
        address.IndexOf('?') is >= 0 and var at ? (address[..at], address[(at + 1)..]) : (address, "");

    public object[] Values() =>
        [
            Page.Address.Path,
            Page.Address.Query,
            string.Join(' ', Keys),
            Page.Made.ToUnixTimeMilliseconds(),
            Change,
            Page.ETag,
            JsonSerializer.Serialize(Page.Headers.ToDictionary(h => h.Key, h => h.Value.ToArray())),
            string.Join(' ', Page.Names),
            Page.Brotli.Length + 1000,
            Page.Brotli,
        ];

    /// <param name="row">made, etag, headers, names, body.</param>
    public static KeptPage Read(PageAddress address, SqliteDataReader row) =>
        KeptPage.Again(
            address,
            Split(row.GetString(3)),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)),
            row.GetString(1),
            JsonSerializer.Deserialize<Dictionary<string, string[]>>(row.GetString(2))!,
            (byte[])row[4]
        );

    /// <summary>The story whose page it is; null for any other page.</summary>
    public long? Story =>
        Page.Address.Path.Split('/') is ["", "news", var id, ..]
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && Page.Names.Contains(Shown.NameOfStory(number))
            ? number
            : null;

    /// <summary>It says that a story was withdrawn, and would say so under any slug that somebody makes up.</summary>
    public bool IsNotice => Page.Names.Contains(Shown.Notice);

    /// <summary>What it shows, pictures among it.</summary>
    public IEnumerable<string> Names() =>
        Page.Names.Concat(
            Picture()
                .Matches(Whole)
                .Select(m => (Hash: m.Groups[1].Value, Form: Rendition.Parse(m.Groups[2].Value)))
                .Where(p => p.Form is not null)
                .Select(p => NameOfPicture(p.Hash, p.Form!))
                .Distinct()
        );

    /// <returns>The addresses on this site that it leads to.</returns>
    public IEnumerable<string> Links() =>
        (Whole.StartsWith("<?xml", StringComparison.Ordinal) ? Location() : Link())
            .Matches(Whole)
            .Select(m => WebUtility.HtmlDecode(m.Groups[1].Value))
            .Where(a => a.Length <= AddressLimit && !Private().IsMatch(a))
            .Distinct();

    /// <summary>
    /// A crop may show less than the picture: it has a name of its own. The common widths have one together, since every page
    /// that shows a picture offers them all.
    /// </summary>
    public static string NameOfPicture(string hash, Rendition form) =>
        form.IsCommonWidth ? $"picture:{hash}" : $"picture:{hash}/{Path.GetFileNameWithoutExtension(form.Name)}";

    private string Whole => field ??= Encoding.UTF8.GetString(Page.Plain());

    [GeneratedRegex("""\shref="(/(?!/)[^"#]*)""")]
    private static partial Regex Link();

    // In a sitemap.
    [GeneratedRegex("<loc>https?://[^/<]+(/[^<]*)</loc>")]
    private static partial Regex Location();

    [GeneratedRegex("/media/([0-9a-f]{64})/([0-9a-z.-]{5,30})")]
    private static partial Regex Picture();

    // What is not a page, or not for everybody; whatever else is none is found out by asking once.
    [GeneratedRegex(
        "^/(newsroom|admin|account|search|media|dist|preview|health)(/|[?]|$)|[.](svg|png|ico|webmanifest|txt)$"
    )]
    private static partial Regex Private();
}
