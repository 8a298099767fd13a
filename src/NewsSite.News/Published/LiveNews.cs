using System.Globalization;
using Npgsql;

namespace NewsSite.News.Published;

/// <summary>The story behind the breaking banner.</summary>
/// <param name="Address">From the root of the site.</param>
/// <param name="Until">When the banner ends.</param>
public sealed record BreakingNews(
    long Id,
    string Headline,
    string Address,
    DateTimeOffset FirstPublishedAt,
    DateTimeOffset Until
);

/// <summary>What became of a story.</summary>
/// <param name="Live">Null for one that readers may not see any more.</param>
public sealed record StoryNews(long Id, LiveStory? Live);

/// <param name="Address">From the root of the site.</param>
/// <param name="Mark">See <see cref="Story.Mark"/>.</param>
/// <param name="At">Of the last significant update, or the publication.</param>
/// <param name="Posts">The number of the newest post of a live blog; null where it is none.</param>
public sealed record LiveStory(string Headline, string Address, string Mark, DateTimeOffset At, int? Posts);

/// <summary>What open pages are told, in one question to the database however many they are.</summary>
public static class LiveNews
{
    private const char Colon = ':';

    /// <returns>
    /// The stories among the names of what changed, also those of which only a live blog's own page did; see
    /// <see cref="Database.Shown"/>.
    /// </returns>
    public static IEnumerable<long> StoriesAmong(IEnumerable<string> names) =>
        names
            .Select(name => name.Split(Colon))
            .Where(parts => parts is ["story" or "live", _])
            .Select(parts => long.Parse(parts[1], CultureInfo.InvariantCulture));

    /// <param name="connection">Open; may read what readers may.</param>
    /// <param name="now">Decides which story is breaking.</param>
    /// <returns>The breaking story, null where there is none, and the stories in the order of their ids.</returns>
    public static async Task<(BreakingNews? Breaking, IReadOnlyList<StoryNews> Stories)> ReadAsync(
        NpgsqlConnection connection,
        long[] stories,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        await using var read = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(
                    """
                    select id, headline, '/news/' || id || '/' || slug, first_published_at, breaking_until
                    from site.article where breaking_until > $1 order by first_published_at desc, id desc limit 1
                    """
                )
                {
                    Parameters = { new() { Value = now } },
                },
                new(
                    """
                    select s.id, headline, '/news/' || a.id || '/' || slug,
                        version_number || '.' || (select count(*) from site.correction c where c.article_id = a.id),
                        coalesce(updated_at, first_published_at), b.last_number
                    from unnest($1) s (id) left join site.article a on a.id = s.id
                    left join site.live_blog b on b.article_id = a.id order by s.id
                    """
                )
                {
                    Parameters = { new() { Value = stories } },
                },
            },
        };
        await using var reader = await read.ExecuteReaderAsync(cancel);
        var breaking = await reader.ReadAsync(cancel)
            ? new BreakingNews(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetFieldValue<DateTimeOffset>(3),
                reader.GetFieldValue<DateTimeOffset>(4)
            )
            : null;
        await reader.NextResultAsync(cancel);
        var found = new List<StoryNews>();
        while (await reader.ReadAsync(cancel))
        {
            found.Add(
                new(
                    reader.GetInt64(0),
                    reader.IsDBNull(1)
                        ? null
                        : new(
                            reader.GetString(1),
                            reader.GetString(2),
                            reader.GetString(3),
                            reader.GetFieldValue<DateTimeOffset>(4),
                            reader.IsDBNull(5) ? null : reader.GetInt32(5)
                        )
                )
            );
        }

        return (breaking, found);
    }

    /// <param name="connection">Open; may read what readers may.</param>
    /// <returns>The stories that are being told in posts now, the newest first.</returns>
    public static async Task<IReadOnlyList<long>> LiveBlogsAsync(
        NpgsqlConnection connection,
        int most,
        CancellationToken cancel
    )
    {
        await using var read = new NpgsqlCommand(
            "select article_id from site.live_blog where state = 'Live' order by article_id desc limit $1",
            connection
        )
        {
            Parameters = { new() { Value = most } },
        };
        await using var reader = await read.ExecuteReaderAsync(cancel);
        var found = new List<long>();
        while (await reader.ReadAsync(cancel))
        {
            found.Add(reader.GetInt64(0));
        }

        return found;
    }
}
