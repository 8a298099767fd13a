using NewsSite.News.Categories;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Staff;
using Npgsql;
using NpgsqlTypes;

namespace NewsSite.News.Generating;

/// <summary>Streams stories into the tables of the newsroom and of the site: the rows that writing and publishing would leave.</summary>
internal sealed class ArchiveCopy(NpgsqlConnection connection, CategoryTree tree)
{
    public static string[] Tables { get; } =
    [
        "newsroom.article",
        "newsroom.article_version",
        "newsroom.story_head",
        "newsroom.correction",
        "site.article",
        "site.article_category",
        "site.article_tag",
        "site.article_byline",
    ];

    public async Task WriteAsync(IReadOnlyList<GeneratedStory> stories, CancellationToken cancel)
    {
        await CopyAsync(
            "newsroom.article (id, key, state, head_number, live_number, slug, first_published_at, updated_at, breaking_until, withdrawn_at, changed_at)",
            stories,
            WriteArticle,
            cancel
        );
        await CopyAsync(
            "newsroom.article_version (article_id, number, based_on, created_at, created_by_name, reason, headline, standfirst, body, primary_category_id, further_category_ids, tag_ids, author_ids, dateline, label)",
            stories.SelectMany(s => Enumerable.Range(1, s.Version).Select(number => (s, number))),
            WriteVersion,
            cancel
        );
        await CopyAsync(
            "newsroom.correction (article_id, kind, text, at)",
            stories.Where(s => s.Correction is not null),
            WriteCorrection,
            cancel
        );
        var live = stories.Where(s => s.WithdrawnAt is null).ToList();
        await CopyAsync(
            "site.article (id, version_number, slug, headline, standfirst, body_html, body_text, word_count, primary_category_id, dateline, first_published_at, updated_at, breaking_until, label, facets)",
            live,
            WriteLive,
            cancel
        );
        await CopyAsync(
            "site.article_category (article_id, first_published_at, category_id, position)",
            live.SelectMany(s => Filings(s).Select(f => (s, f.CategoryId, f.Position))),
            WritePlace,
            cancel
        );
        await CopyAsync(
            "site.article_tag (article_id, first_published_at, tag_id, position)",
            live.SelectMany(s => s.Content.TagIds.Select((id, n) => (s, id, (int?)n))),
            WritePlace,
            cancel
        );
        await CopyAsync(
            "site.article_byline (article_id, first_published_at, author_id, position)",
            live.SelectMany(s => s.Content.AuthorIds.Select((id, n) => (s, id, (int?)n))),
            WritePlace,
            cancel
        );
        await CopyAsync(
            "site.withdrawn_article (id, at)",
            stories.Where(s => s.WithdrawnAt is not null),
            (row, s) =>
            {
                row.Write(s.Id, NpgsqlDbType.Bigint);
                Time(row, s.WithdrawnAt);
            },
            cancel
        );
    }

    private List<Published.Tables.PublishedFiling> Filings(GeneratedStory s) =>
        Projection.Filings(s.Id, s.FirstPublishedAt, Projection.Categories(s.Content, tree), tree);

    private async Task CopyAsync<T>(
        string target,
        IEnumerable<T> things,
        Action<NpgsqlBinaryImporter, T> write,
        CancellationToken cancel
    )
    {
        await using var row = await connection.BeginBinaryImportAsync($"copy {target} from stdin binary", cancel);
        row.Timeout = TimeSpan.FromMinutes(10);
        foreach (var thing in things)
        {
            await row.StartRowAsync(cancel);
            write(row, thing);
        }

        await row.CompleteAsync(cancel);
    }

    private static void WriteArticle(NpgsqlBinaryImporter row, GeneratedStory s)
    {
        row.Write(s.Id, NpgsqlDbType.Bigint);
        row.Write(s.Key, NpgsqlDbType.Uuid);
        row.Write(s.WithdrawnAt is null ? "Published" : "Withdrawn", NpgsqlDbType.Text);
        row.Write(s.Version, NpgsqlDbType.Integer);
        Number(row, s.WithdrawnAt is null ? s.Version : null);
        row.Write(s.Slug, NpgsqlDbType.Text);
        Time(row, s.FirstPublishedAt);
        Time(row, s.UpdatedAt);
        Time(row, s.WithdrawnAt is null ? s.BreakingUntil : null);
        Time(row, s.WithdrawnAt);
        Time(row, s.WithdrawnAt ?? s.UpdatedAt ?? s.FirstPublishedAt);
    }

    private static void WriteVersion(NpgsqlBinaryImporter row, (GeneratedStory Story, int Number) version)
    {
        var (s, number) = version;
        row.Write(s.Id, NpgsqlDbType.Bigint);
        row.Write(number, NpgsqlDbType.Integer);
        Number(row, number == 1 ? null : number - 1);
        Time(row, number == 1 ? s.FirstPublishedAt : s.UpdatedAt);
        row.Write(Actor.System.Name, NpgsqlDbType.Text);
        row.Write("Saved", NpgsqlDbType.Text);
        row.Write(s.Content.Headline, NpgsqlDbType.Text);
        Text(row, number == s.Version ? s.Content.Standfirst : null);
        row.Write(s.Content.Body, NpgsqlDbType.Text);
        row.Write(s.Content.PrimaryCategoryId!.Value, NpgsqlDbType.Bigint);
        row.Write(s.Content.FurtherCategoryIds, NpgsqlDbType.Array | NpgsqlDbType.Bigint);
        row.Write(s.Content.TagIds, NpgsqlDbType.Array | NpgsqlDbType.Bigint);
        row.Write(s.Content.AuthorIds, NpgsqlDbType.Array | NpgsqlDbType.Bigint);
        Text(row, s.Content.Dateline);
        Text(row, s.Content.Label?.ToString());
    }

    private static void WriteCorrection(NpgsqlBinaryImporter row, GeneratedStory s)
    {
        row.Write(s.Id, NpgsqlDbType.Bigint);
        row.Write("Correction", NpgsqlDbType.Text);
        row.Write(s.Correction!, NpgsqlDbType.Text);
        Time(row, s.UpdatedAt);
    }

    private void WriteLive(NpgsqlBinaryImporter row, GeneratedStory s)
    {
        row.Write(s.Id, NpgsqlDbType.Bigint);
        row.Write(s.Version, NpgsqlDbType.Integer);
        row.Write(s.Slug, NpgsqlDbType.Text);
        row.Write(s.Content.Headline, NpgsqlDbType.Text);
        Text(row, s.Content.Standfirst);
        row.Write(s.BodyHtml, NpgsqlDbType.Text);
        row.Write(s.BodyText, NpgsqlDbType.Text);
        row.Write(s.WordCount, NpgsqlDbType.Integer);
        row.Write(s.Content.PrimaryCategoryId!.Value, NpgsqlDbType.Bigint);
        Text(row, s.Content.Dateline);
        Time(row, s.FirstPublishedAt);
        Time(row, s.UpdatedAt);
        Time(row, s.BreakingUntil);
        Text(row, s.Content.Label?.ToString());
        row.Write(
            Projection.Facets(s.FirstPublishedAt, Filings(s).Select(f => f.CategoryId), s.Content),
            NpgsqlDbType.Array | NpgsqlDbType.Text
        );
    }

    private static void WritePlace(NpgsqlBinaryImporter row, (GeneratedStory Story, long Id, int? Position) place)
    {
        row.Write(place.Story.Id, NpgsqlDbType.Bigint);
        Time(row, place.Story.FirstPublishedAt);
        row.Write(place.Id, NpgsqlDbType.Bigint);
        Number(row, place.Position);
    }

    private static void Text(NpgsqlBinaryImporter row, string? value)
    {
        if (value is null)
        {
            row.WriteNull();
        }
        else
        {
            row.Write(value, NpgsqlDbType.Text);
        }
    }

    private static void Number(NpgsqlBinaryImporter row, int? value)
    {
        if (value is { } number)
        {
            row.Write(number, NpgsqlDbType.Integer);
        }
        else
        {
            row.WriteNull();
        }
    }

    private static void Time(NpgsqlBinaryImporter row, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            row.Write(time.UtcDateTime, NpgsqlDbType.TimestampTz);
        }
        else
        {
            row.WriteNull();
        }
    }
}
