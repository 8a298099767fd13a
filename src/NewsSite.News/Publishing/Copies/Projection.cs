using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Published.Tables;
using NewsSite.News.Publishing.LiveBlogs;
using NewsSite.News.Tags;

namespace NewsSite.News.Publishing.Copies;

/// <summary>
/// Writes what readers may see of a story into <c>site</c>. It works inside the caller's transaction and turn (see
/// <see cref="SiteTurn"/>), and depends on nothing but the newsroom's tables, so that a rebuild gives the same rows.
/// </summary>
internal sealed class Projection(NewsroomDb db)
{
    /// <summary>Makes the live copies of stories say what their versions say.</summary>
    public async Task PublishAsync(IReadOnlyList<LiveCopy> copies, CategoryTree tree, CancellationToken cancel)
    {
        long[] ids = [.. copies.Select(c => c.Article.Id)];
        var heirs = await TagHeirs.FindAsync(db, copies.SelectMany(c => c.Version.Content.TagIds), cancel);
        var contents = copies
            .Select(c => c.Version.Content)
            .Select(c => c with { TagIds = TagHeirs.Living(c.TagIds, heirs) })
            .ToList();
        await ClearAsync(ids, cancel);
        await ShowNounsAsync(copies, contents, cancel);
        await AddAsync(copies, [.. copies.Zip(contents, (copy, content) => Row(copy, content, tree))], cancel);
        var pictures = copies.SelectMany(c => c.Body.PictureIds, (c, picture) => (c.Article.Id, picture)).ToList();
        long[] showing = [.. pictures.Select(p => p.Id)];
        long[] shown = [.. pictures.Select(p => p.picture)];
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into site.word (word, count)
            select word, count(*) from site.article, unnest(site.words(headline, standfirst)) word
            where id = any({ids}) group by word
            on conflict (word) do update set count = word.count + excluded.count;
            insert into site.article_picture (article_id, picture_id) select * from unnest({showing}, {shown});
            insert into site.related_choice (article_id, other_id, is_ban, at)
            select article_id, other_id, is_ban, at from newsroom.related_choice where article_id = any({ids});
            """,
            cancel
        );
        await WriteCorrectionsAsync(ids, cancel);
    }

    /// <summary>Makes the notes under live stories those that stand there now; of one that was taken back, nothing is shown.</summary>
    public Task WriteCorrectionsAsync(long[] ids, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            with taken_back as (
                select supersedes_id as id from newsroom.correction
                where article_id = any({ids}) and kind = 'TakenBack'
            ),
            stale as (
                delete from site.correction where article_id = any({ids}) and id in (select id from taken_back)
            )
            insert into site.correction (id, article_id, kind, text, at, superseded_at, live_post)
            select c.id, c.article_id, c.kind, c.text, c.at, later.at, c.live_post
            from newsroom.correction c join site.article a on a.id = c.article_id
            left join newsroom.correction later
                on later.supersedes_id = c.id and later.id not in (select id from taken_back)
            where c.article_id = any({ids}) and c.id not in (select id from taken_back)
            on conflict (id) do update set superseded_at = excluded.superseded_at
                where correction.superseded_at is distinct from excluded.superseded_at
            """,
            cancel
        );

    // In a few statements for all, and with the words of a scheduled story as they were found ahead.
    private async Task AddAsync(
        IReadOnlyList<LiveCopy> copies,
        IReadOnlyList<PublishedArticle> rows,
        CancellationToken cancel
    )
    {
        T[] Of<T>(Func<PublishedArticle, T> column) => [.. rows.Select(column)];
        string?[] madeFrom = [.. copies.Select(c => c.Body.MadeFrom)];
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into site.article (id, version_number, slug, headline, standfirst, body_html, body_text, word_count,
                primary_category_id, dateline, source_credit, source_url, picture_id, first_published_at, updated_at,
                breaking_until, edition_count, label, language, is_syndicated, search_title, facets, search, key_terms)
            select r.id, version_number, slug, headline, standfirst, body_html, body_text, word_count,
                primary_category_id, dateline, source_credit, source_url, picture_id, first_published_at, updated_at,
                breaking_until, edition_count, label, language, is_syndicated, search_title,
                string_to_array(facets, ' '), p.words, p.key_terms
            from unnest({Of(a => a.Id)}, {Of(a => a.VersionNumber)}, {Of(a => a.Slug)}, {Of(a => a.Headline)},
                {Of(a => a.Standfirst)}, {Of(a => a.BodyHtml)}, {Of(a => a.BodyText)}, {Of(a => a.WordCount)},
                {Of(a => a.PrimaryCategoryId)}, {Of(a => a.Dateline)}, {Of(a => a.SourceCredit)},
                {Of(a => a.SourceUrl)}, {Of(a => a.PictureId)}, {Of(a => a.FirstPublishedAt)}, {Of(a => a.UpdatedAt)},
                {Of(a => a.BreakingUntil)}, {Of(a => a.EditionCount)}, {Of(a => a.Label)}, {Of(a => a.Language)},
                {Of(a => a.IsSyndicated)}, {Of(a => a.SearchTitle)}, {Of(a => string.Join(' ', a.Facets))}, {madeFrom})
                as r (id, version_number, slug, headline, standfirst, body_html, body_text, word_count,
                    primary_category_id, dateline, source_credit, source_url, picture_id, first_published_at, updated_at,
                    breaking_until, edition_count, label, language, is_syndicated, search_title, facets, made_from)
            left join newsroom.prepared_copy p
                on p.article_id = r.id and p.number = r.version_number and p.made_from = r.made_from
            """,
            cancel
        );
        var filings = rows.SelectMany(a => a.Filings).ToList();
        var taggings = rows.SelectMany(a => a.Taggings).ToList();
        var bylines = rows.SelectMany(a => a.Bylines).ToList();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into site.article_category (article_id, category_id, position, first_published_at)
            select * from unnest({filings.Select(f => f.ArticleId).ToArray()}, {filings.Select(f =>
                f.CategoryId
            ).ToArray()},
                {filings.Select(f => f.Position).ToArray()}, {filings.Select(f => f.FirstPublishedAt).ToArray()});
            insert into site.article_tag (article_id, tag_id, position, first_published_at)
            select * from unnest({taggings.Select(t => t.ArticleId).ToArray()}, {taggings.Select(t =>
                t.TagId
            ).ToArray()},
                {taggings.Select(t => t.Position).ToArray()}, {taggings.Select(t => t.FirstPublishedAt).ToArray()});
            insert into site.article_byline (article_id, author_id, position, first_published_at)
            select * from unnest({bylines.Select(b => b.ArticleId).ToArray()}, {bylines.Select(b =>
                b.AuthorId
            ).ToArray()},
                {bylines.Select(b => b.Position).ToArray()}, {bylines.Select(b => b.FirstPublishedAt).ToArray()});
            """,
            cancel
        );
    }

    // The content names living tags only.
    private static PublishedArticle Row(LiveCopy copy, ArticleContent content, CategoryTree tree)
    {
        var (article, version, body, editionCount) = copy;
        var categories = Categories(content, tree);
        var at = article.FirstPublishedAt!.Value;
        var filings = Filings(article.Id, at, categories, tree);
        return new PublishedArticle
        {
            Id = article.Id,
            VersionNumber = version.Number,
            Slug = article.Slug!,
            Headline = content.Headline,
            Standfirst = content.Standfirst,
            BodyHtml = body.Text.Html,
            BodyText = body.Text.Text,
            WordCount = body.Text.WordCount,
            PrimaryCategoryId = categories[0].Id,
            Dateline = content.Dateline,
            SourceCredit = content.SourceCredit,
            SourceUrl = content.SourceUrl,
            PictureId = content.PictureId,
            FirstPublishedAt = at,
            UpdatedAt = article.UpdatedAt,
            BreakingUntil = article.BreakingUntil,
            EditionCount = editionCount,
            Label = content.Label?.ToString(),
            Language = content.Language,
            IsSyndicated = content.IsSyndicated,
            SearchTitle = content.SearchTitle,
            Facets = Facets(at, filings.Select(f => f.CategoryId), content),
            Filings = filings,
            Taggings =
            [
                .. content.TagIds.Select(
                    (id, n) =>
                        new PublishedTagging
                        {
                            ArticleId = article.Id,
                            TagId = id,
                            Position = n,
                            FirstPublishedAt = at,
                        }
                ),
            ],
            Bylines =
            [
                .. content.AuthorIds.Select(
                    (id, n) =>
                        new PublishedByline
                        {
                            ArticleId = article.Id,
                            AuthorId = id,
                            Position = n,
                            FirstPublishedAt = at,
                        }
                ),
            ],
        };
    }

    /// <summary>What a search can be narrowed to; see <see cref="PublishedArticle.Facets"/>.</summary>
    /// <param name="content">It names living tags only.</param>
    /// <param name="categoryIds">All that the story is filed under, those above its own among them.</param>
    public static string[] Facets(DateTimeOffset at, IEnumerable<long> categoryIds, ArticleContent content) =>
        [
            .. categoryIds.Order().Select(id => $"~c{id}"),
            .. content.TagIds.Order().Select(id => $"~t{id}"),
            .. content.AuthorIds.Order().Select(id => $"~a{id}"),
            string.Create(CultureInfo.InvariantCulture, $"~y{at.UtcDateTime:yyyy}"),
            string.Create(CultureInfo.InvariantCulture, $"~m{at.UtcDateTime:yyyyMM}"),
            .. DateOnly.FromDateTime(at.UtcDateTime) >= PublishedArticle.DaysSince
                ? [string.Create(CultureInfo.InvariantCulture, $"~d{at.UtcDateTime:yyyyMMdd}")]
                : Array.Empty<string>(),
        ];

    /// <summary>
    /// Takes the story out of everything that readers see, and leaves what its address is to answer: nothing at all, where
    /// that is to be as if it had never been.
    /// </summary>
    public async Task WithdrawAsync(Article article, CancellationToken cancel)
    {
        await ClearAsync([article.Id], cancel);
        await db.Set<PublishedEdition>().Where(e => e.ArticleId == article.Id).ExecuteDeleteAsync(cancel);
        await new LiveCopies(db).ClearAsync(article.Id, cancel);
        var outcome = article.WithdrawnOutcome ?? WithdrawOutcome.Gone;
        if (outcome != WithdrawOutcome.NotFound)
        {
            db.Add(
                new WithdrawnArticle
                {
                    Id = article.Id,
                    At = article.WithdrawnAt!.Value,
                    Reason = article.WithdrawnReason,
                    Outcome = $"{outcome}",
                    To = article.WithdrawnTo,
                }
            );
        }

        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Removes the tags, authors and pictures that former copies showed and nothing live shows any more.</summary>
    /// <param name="former">What <see cref="NounsAsync"/> gave before the stories were published anew or withdrawn.</param>
    public Task SweepAsync(ShownNouns former, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            delete from site.tag t where id = any({former.Tags})
              and not exists (select from site.article_tag x where x.tag_id = t.id);
            delete from site.author a where id = any({former.Authors})
              and not exists (select from site.article_byline x where x.author_id = a.id);
            delete from site.picture p where id = any({former.Pictures})
              and not exists (select from site.article x where x.picture_id = p.id)
              and not exists (select from site.article_picture x where x.picture_id = p.id)
              and not exists (select from site.live_entry_picture x where x.picture_id = p.id)
              and not exists (select from site.author x where x.portrait_id = p.id)
              and not exists (
                select from site.standing_page x where strpos(x.body_html, split_part(p.file_name, '.', 1)) > 0);
            """,
            cancel
        );

    /// <returns>What the live copies of stories show now; all empty where there are none.</returns>
    public async Task<ShownNouns> NounsAsync(long[] ids, CancellationToken cancel) =>
        await db
            .Database.SqlQuery<ShownNouns>(
                $"""
                select
                    array(select distinct tag_id from site.article_tag where article_id = any({ids})) as tags,
                    array(select distinct author_id from site.article_byline where article_id = any({ids})) as authors,
                    array(select picture_id from site.article where id = any({ids}) and picture_id is not null
                        union select picture_id from site.article_picture where article_id = any({ids})
                        union select picture_id from site.live_entry_picture where article_id = any({ids})
                        union select portrait_id from site.author a join site.article_byline b on b.author_id = a.id
                            where b.article_id = any({ids}) and portrait_id is not null) as pictures
                """
            )
            .SingleAsync(cancel);

    /// <summary>The living categories of a story, primary first.</summary>
    public static IReadOnlyList<Category> Categories(ArticleContent content, CategoryTree tree) =>
        [.. content.CategoryIds().Select(tree.Living).OfType<Category>().DistinctBy(c => c.Id)];

    /// <summary>The story's rows in the lists of its categories and of all that lie above them.</summary>
    public static List<PublishedFiling> Filings(
        long articleId,
        DateTimeOffset at,
        IReadOnlyList<Category> categories,
        CategoryTree tree
    )
    {
        PublishedFiling File(long categoryId, int? position) =>
            new()
            {
                ArticleId = articleId,
                CategoryId = categoryId,
                Position = position,
                FirstPublishedAt = at,
            };
        return
        [
            .. categories.Select((c, n) => File(c.Id, n)),
            .. categories
                .SelectMany(tree.Path)
                .Select(c => c.Id)
                .Distinct()
                .Except(categories.Select(c => c.Id))
                .Select(id => File(id, null)),
        ];
    }

    private async Task ClearAsync(long[] ids, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            update site.word set count = count - gone.times
            from (
                select word, count(*) as times from site.article, unnest(site.words(headline, standfirst)) word
                where id = any({ids}) group by word
            ) gone
            where gone.word = site.word.word;
            delete from site.word
            where count <= 0 and word in (
                select word from site.article, unnest(site.words(headline, standfirst)) word where id = any({ids})
            );
            delete from site.article where id = any({ids});
            delete from site.withdrawn_article where id = any({ids});
            """,
            cancel
        );
        var site = typeof(PublishedArticle).Namespace;
        foreach (var row in db.ChangeTracker.Entries().Where(e => e.Entity.GetType().Namespace == site).ToList())
        {
            row.State = EntityState.Detached;
        }
    }

    // Copied by the database from one schema to the other; what another story shows already is brought up to date.
    private Task ShowNounsAsync(
        IReadOnlyList<LiveCopy> copies,
        IReadOnlyList<ArticleContent> contents,
        CancellationToken cancel
    )
    {
        long[] tags = [.. contents.SelectMany(c => c.TagIds).Distinct()];
        long[] authors = [.. contents.SelectMany(c => c.AuthorIds).Distinct()];
        long[] pictures =
        [
            .. contents.Select(c => c.PictureId).OfType<long>().Union(copies.SelectMany(c => c.Body.PictureIds)),
        ];
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into site.picture (id, file_name, width, height, alt, caption, credit, focal_x, focal_y)
            select id, file_name, width, height, alt, caption, credit, focal_x, focal_y from newsroom.picture
            where id = any({pictures}) or id in (select portrait_id from newsroom.author where id = any({authors}))
            on conflict (id) do update set alt = excluded.alt, caption = excluded.caption, credit = excluded.credit,
                focal_x = excluded.focal_x, focal_y = excluded.focal_y;
            insert into site.author (id, slug, name, role, biography, links, is_former, portrait_id)
            select a.id, slug, a.name, a.role, biography, links, s.disabled_at is not null, portrait_id
            from newsroom.author a left join newsroom.staff_member s on s.id = a.staff_member_id
            where a.id = any({authors})
            on conflict (id) do update set slug = excluded.slug, name = excluded.name, role = excluded.role,
                biography = excluded.biography, links = excluded.links, is_former = excluded.is_former,
                portrait_id = excluded.portrait_id;
            insert into site.tag (id, slug, name, kind, description)
            select id, slug, name, kind, description from newsroom.tag where id = any({tags})
            on conflict (id) do update set slug = excluded.slug, name = excluded.name, kind = excluded.kind,
                description = excluded.description;
            """,
            cancel
        );
    }
}
