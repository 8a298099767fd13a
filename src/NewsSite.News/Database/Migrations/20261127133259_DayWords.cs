using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261127133259_DayWords")]
    public partial class DayWords : Migration
    {
        // The days of older stories are not asked for: see PublishedArticle.DaysSince. No reader sees a facet, so nothing is told.
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql(
                """
                alter table site.article disable trigger user;
                update site.article a set facets = a.facets || day, search = a.search || array_to_tsvector(day)
                from (
                    select id, array['~d' || to_char(first_published_at at time zone 'UTC', 'YYYYMMDD')] as day
                    from site.article where first_published_at >= '2026-08-01Z'
                ) days
                where a.id = days.id;
                alter table site.article enable trigger user;

                -- Beside the headline where it can: a search ranks by it. So it is in rows that are written from now on.
                alter table site.article alter column search set storage main;

                -- What was last written is searched one by one until there is so much of it (kB) that it is put in order.
                alter index site.ix_article_search set (gin_pending_list_limit = 256);
                select gin_clean_pending_list('site.ix_article_search');
                """
            );

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql(
                """
                alter table site.article disable trigger user;
                update site.article a set facets = array_remove(a.facets, day), search = ts_delete(a.search, day)
                from (
                    select id, '~d' || to_char(first_published_at at time zone 'UTC', 'YYYYMMDD') as day
                    from site.article where first_published_at >= '2026-08-01Z'
                ) days
                where a.id = days.id;
                alter table site.article enable trigger user;
                alter table site.article alter column search set storage extended;
                alter index site.ix_article_search reset (gin_pending_list_limit);
                """
            );
    }
}
