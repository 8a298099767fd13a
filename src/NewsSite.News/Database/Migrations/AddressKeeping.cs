using Microsoft.EntityFrameworkCore.Migrations;

namespace NewsSite.News.Database.Migrations;

/// <summary>The indexes by which addresses are looked for: as they begin, as they lead on, by parts of them, and near ones.</summary>
internal static class AddressKeeping
{
    public static void AddAddresses(this MigrationBuilder migration) =>
        migration.Sql(
            """
            create index ix_redirect_in_order on newsroom.redirect (from_address text_pattern_ops);
            create index ix_redirect_from_trigrams on newsroom.redirect using gin (from_address gin_trgm_ops);
            create index ix_redirect_to_trigrams on newsroom.redirect using gin (lower(to_address) gin_trgm_ops);
            create index ix_redirect_to_key on newsroom.redirect (to_key);
            create index ix_redirect_to_path on newsroom.redirect (split_part(to_key, '?', 1));

            -- Stories by the end of their address, and by what begins or ends nearly like it.
            create index ix_article_slug on site.article (slug text_pattern_ops);
            create index ix_article_slug_reversed on site.article (reverse(slug) text_pattern_ops);
            """
        );

    public static void RemoveAddresses(this MigrationBuilder migration) =>
        migration.Sql("drop index site.ix_article_slug; drop index site.ix_article_slug_reversed;");
}
