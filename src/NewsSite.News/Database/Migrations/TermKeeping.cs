using Microsoft.EntityFrameworkCore.Migrations;

namespace NewsSite.News.Database.Migrations;

/// <summary>What the desks of categories and tags ask the database to keep for them, so that no screen counts the archive.</summary>
internal static class TermKeeping
{
    public static void AddTerms(this MigrationBuilder migration) =>
        migration.Sql(
            """
            -- How many stories that readers see each category has: filed under it, and on its page with those below it.
            create table newsroom.category_size (category_id bigint primary key, filed int not null, listed int not null);
            insert into newsroom.category_size (category_id, filed, listed)
                select category_id, count(position), count(*) from site.article_category group by category_id;
            create function newsroom.keep_category_size() returns trigger language plpgsql as $$
            begin
                if tg_op <> 'INSERT' then
                    update newsroom.category_size s set filed = s.filed - r.filed, listed = s.listed - r.listed
                    from (
                        select category_id, count(position) as filed, count(*) as listed from old_rows group by category_id
                    ) r
                    where s.category_id = r.category_id;
                end if;
                if tg_op <> 'DELETE' then
                    insert into newsroom.category_size as s (category_id, filed, listed)
                        select category_id, count(position), count(*) from new_rows group by category_id
                    on conflict (category_id) do update
                        set filed = s.filed + excluded.filed, listed = s.listed + excluded.listed;
                end if;
                return null;
            end $$;
            create trigger keep_category_size_insert after insert on site.article_category
                referencing new table as new_rows for each statement execute function newsroom.keep_category_size();
            create trigger keep_category_size_update after update on site.article_category
                referencing old table as old_rows new table as new_rows
                for each statement execute function newsroom.keep_category_size();
            create trigger keep_category_size_delete after delete on site.article_category
                referencing old table as old_rows for each statement execute function newsroom.keep_category_size();

            -- Which drafts name a category or a tag, and whether anything ever did.
            create index ix_article_version_further on newsroom.article_version using gin (further_category_ids);
            create index ix_article_version_tags on newsroom.article_version using gin (tag_ids);

            -- A name as it is looked for: without accents and capitals.
            create function newsroom.folded(name text) returns text
            language sql immutable parallel safe as $$ select lower(public.unaccent('public.unaccent', name)) $$;
            -- And as it is compared: without anything but letters and digits, and in the singular.
            create function newsroom.plain_name(name text) returns text
            language sql immutable parallel safe as $$
                select case when folded ~ '....ies$' then left(folded, -3) || 'y'
                    when folded ~ '(ss|x|ch|sh)es$' then left(folded, -2)
                    when folded ~ '...[^su]s$' then left(folded, -1) else folded end
                from (select regexp_replace(newsroom.folded(name), '[^[:alnum:]]', '', 'g') as folded) f
            $$;
            alter table newsroom.tag
                add column folded text generated always as (newsroom.folded(name)) stored,
                add column plain text generated always as (newsroom.plain_name(name)) stored;
            alter table newsroom.tag_synonym
                add column folded text generated always as (newsroom.folded(name)) stored;
            create index ix_tag_folded on newsroom.tag (folded text_pattern_ops, id);
            create index ix_tag_folded_trigrams on newsroom.tag using gin (folded gin_trgm_ops);
            create index ix_tag_plain on newsroom.tag (length(plain), plain text_pattern_ops);
            create index ix_tag_plain_reversed on newsroom.tag (length(plain), reverse(plain) text_pattern_ops);
            create index ix_tag_plain_trigrams on newsroom.tag using gin (plain gin_trgm_ops);
            create index ix_tag_synonym_folded on newsroom.tag_synonym (folded text_pattern_ops);
            create index ix_tag_synonym_folded_trigrams on newsroom.tag_synonym using gin (folded gin_trgm_ops);
            """
        );

    public static void RemoveTerms(this MigrationBuilder migration) =>
        migration.Sql(
            """
            drop trigger keep_category_size_insert on site.article_category;
            drop trigger keep_category_size_update on site.article_category;
            drop trigger keep_category_size_delete on site.article_category;
            drop function newsroom.keep_category_size;
            drop table newsroom.category_size;
            drop index newsroom.ix_article_version_further, newsroom.ix_article_version_tags;
            alter table newsroom.tag drop column folded, drop column plain;
            alter table newsroom.tag_synonym drop column folded;
            drop function newsroom.plain_name, newsroom.folded;
            """
        );
}
