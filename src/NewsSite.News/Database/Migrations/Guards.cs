using Microsoft.EntityFrameworkCore.Migrations;

namespace NewsSite.News.Database.Migrations;

/// <summary>What the first migration sets up besides tables: text search, the readers' role, the append-only tables.</summary>
internal static class Guards
{
    public static void AddTextSearch(this MigrationBuilder migration) =>
        migration.Sql(
            """
            create extension if not exists unaccent with schema public;
            create text search configuration site.news (copy = pg_catalog.english);
            alter text search configuration site.news
                alter mapping for hword, hword_part, word with public.unaccent, english_stem;
            """
        );

    /// <summary>What the reader's site adds: trigrams, words without stems, and a story's most telling stems.</summary>
    public static void AddReaderSearch(this MigrationBuilder migration) =>
        migration.Sql(
            """
            create extension if not exists pg_trgm with schema public;
            create text search configuration site.plain (copy = pg_catalog.simple);
            alter text search configuration site.plain
                alter mapping for hword, hword_part, word with public.unaccent, simple;

            -- Stems of the headline weigh six times those of the text, those of the standfirst three times.
            create function site.key_terms(headline text, standfirst text, body text) returns text[]
            language sql immutable parallel safe as $$
                select coalesce(array_agg(lexeme order by score desc, lexeme), '{}')
                from (
                    select lexeme, (select sum(case w when 'A' then 6 when 'B' then 3 else 1 end) from unnest(weights) w) score
                    from unnest(
                        setweight(to_tsvector('site.news', translate(headline, '’‘~', ''''' ')), 'A')
                        || setweight(to_tsvector('site.news', translate(coalesce(standfirst, ''), '’‘~', ''''' ')), 'B')
                        || to_tsvector('site.news', translate(left(body, 20000), '’‘~', ''''' '))
                    ) as words(lexeme, positions, weights)
                    where length(lexeme) between 3 and 40 and lexeme !~ '^[0-9.,-]+$'
                    order by score desc, lexeme
                    limit 16
                ) as best
            $$;

            -- The words of a headline and a standfirst as they are typed, without accents.
            create function site.words(headline text, standfirst text) returns text[]
            language sql immutable parallel safe as $$
                select coalesce(array_agg(lexeme order by lexeme), '{}')
                from unnest(tsvector_to_array(to_tsvector('site.plain', headline || ' ' || coalesce(standfirst, '')))) lexeme
                where length(lexeme) between 3 and 40 and lexeme !~ '[0-9]'
            $$;
            """
        );

    // A role belongs to the whole server, so another database may have made it already.
    public static void AddReaderRole(this MigrationBuilder migration) =>
        migration.Sql(
            $"""
            do $$ begin
                create role {DatabaseServices.ReaderRole} nologin;
            exception when duplicate_object or unique_violation then null;
            end $$;
            do $$ begin
                execute format('grant {DatabaseServices.ReaderRole} to %I', current_user);
            exception when invalid_grant_operation then null;
            end $$;
            revoke all on schema newsroom from public;
            revoke create on schema public from public;
            grant usage on schema site to {DatabaseServices.ReaderRole};
            grant select on all tables in schema site to {DatabaseServices.ReaderRole};
            alter default privileges in schema site grant select on tables to {DatabaseServices.ReaderRole};
            """
        );

    /// <summary>Gives the stories that are live already what publishing writes from now on.</summary>
    public static void FillFacetsAndWords(this MigrationBuilder migration) =>
        migration.Sql(
            """
            update site.article a set facets =
                array(select '~c' || category_id from site.article_category where article_id = a.id order by category_id)
                || array(select '~t' || tag_id from site.article_tag where article_id = a.id order by tag_id)
                || array(select '~a' || author_id from site.article_byline where article_id = a.id order by author_id)
                || array['~y' || to_char(first_published_at at time zone 'UTC', 'YYYY'),
                         '~m' || to_char(first_published_at at time zone 'UTC', 'YYYYMM')];
            alter table site.article drop column search;
            alter table site.article add column search tsvector generated always as (
                setweight(to_tsvector('site.news', translate(headline, '’‘~', ''''' ')), 'A')
                || setweight(to_tsvector('site.news', translate(coalesce(standfirst, ''), '’‘~', ''''' ')), 'B')
                || setweight(to_tsvector('site.news', translate(body_text, '’‘~', ''''' ')), 'D')
                || array_to_tsvector(facets)
            ) stored;
            create index ix_article_search on site.article using gin (search);
            insert into site.word (word, count)
                select word, count(*) from site.article, unnest(site.words(headline, standfirst)) word group by word;
            """
        );

    public static void RemoveReaderSearch(this MigrationBuilder migration) =>
        migration.Sql(
            """
            alter table site.article drop column key_terms, drop column search;
            alter table site.article add column search tsvector generated always as (
                setweight(to_tsvector('site.news', translate(headline, '’‘', '''''')), 'A')
                || setweight(to_tsvector('site.news', translate(coalesce(standfirst, ''), '’‘', '''''')), 'B')
                || setweight(to_tsvector('site.news', translate(body_text, '’‘', '''''')), 'D')
            ) stored;
            create index ix_article_search on site.article using gin (search);
            drop function site.key_terms, site.words;
            drop text search configuration site.plain;
            """
        );

    /// <summary>Where a picture is used: as a lead picture, or named in the text of a version.</summary>
    public static void AddPictureLibrary(this MigrationBuilder migration) =>
        migration.Sql(
            """
            create function newsroom.body_pictures(body text) returns text[]
            language sql immutable parallel safe as $$
                select coalesce(array_agg(distinct found[1]), '{}')
                from regexp_matches(body, '/media/([0-9A-Za-z_-]{1,80}\.[0-9a-z]{1,5})', 'g') found
            $$;
            create index ix_article_version_picture on newsroom.article_version (picture_id) where picture_id is not null;
            create index ix_article_version_body_pictures on newsroom.article_version
                using gin (newsroom.body_pictures(body)) where body like '%/media/%';
            """
        );

    public static void RemovePictureLibrary(this MigrationBuilder migration) =>
        migration.Sql(
            """
            drop index newsroom.ix_article_version_body_pictures, newsroom.ix_article_version_picture;
            drop function newsroom.body_pictures;
            """
        );

    public static void AddAppendOnlyCorrections(this MigrationBuilder migration) =>
        migration.Sql(
            """
            create trigger append_only before update or delete on newsroom.correction
                for each row execute function newsroom.refuse_change();
            create trigger never_truncated before truncate on newsroom.correction
                execute function newsroom.refuse_change();
            """
        );

    /// <summary>What happens after publishing: its record is append-only, and withdrawals that are planned say how.</summary>
    public static void AddAppendOnlyPublications(this MigrationBuilder migration) =>
        migration.Sql(
            """
            create trigger append_only before update or delete on newsroom.publication
                for each row execute function newsroom.refuse_change();
            create trigger never_truncated before truncate on newsroom.publication
                execute function newsroom.refuse_change();
            update newsroom.scheduled_act
                set "order" = jsonb_build_object('Outcome', 2, 'Reason', 'Planned before a reason was asked for', 'Words', "order")
                where kind = 'Withdraw';
            """
        );

    /// <summary>Notes are never deleted nor rewritten, and the database itself keeps what the list of stories looks through.</summary>
    public static void AddWorkflow(this MigrationBuilder migration) =>
        migration.Sql(
            """
            create trigger never_deleted before delete on newsroom.note
                for each row execute function newsroom.refuse_change();
            create trigger never_truncated before truncate on newsroom.note
                execute function newsroom.refuse_change();
            create trigger never_rewritten before update of article_id, key, text, passage, by_id, by_name, at
                on newsroom.note for each row execute function newsroom.refuse_change();

            -- A story may be longer than what one vector holds: 100,000 letters always fit.
            create function newsroom.story_search(headline text, standfirst text, body text) returns tsvector
            language sql immutable parallel safe as $$
                select setweight(to_tsvector('site.news', translate(headline, '’‘~', ''''' ')), 'A')
                    || setweight(to_tsvector('site.news', translate(coalesce(standfirst, ''), '’‘~', ''''' ')), 'B')
                    || setweight(to_tsvector('site.news', translate(left(body, 100000), '’‘~', ''''' ')), 'D')
            $$;
            create function newsroom.keep_story_head() returns trigger language plpgsql as $$
            begin
                insert into newsroom.story_head (article_id, number, section_id, tag_ids, author_ids, search)
                values (new.article_id, new.number, new.primary_category_id, new.tag_ids, new.author_ids,
                    newsroom.story_search(new.headline, new.standfirst, new.body))
                on conflict (article_id) do update set number = excluded.number, section_id = excluded.section_id,
                    tag_ids = excluded.tag_ids, author_ids = excluded.author_ids, search = excluded.search
                where story_head.number < excluded.number;
                return null;
            end $$;
            insert into newsroom.story_head (article_id, number, section_id, tag_ids, author_ids, search)
                select article_id, number, primary_category_id, tag_ids, author_ids,
                    newsroom.story_search(headline, standfirst, body)
                from newsroom.article_version v join newsroom.article a on a.id = v.article_id and a.head_number = v.number;
            create trigger keep_story_head after insert on newsroom.article_version
                for each row execute function newsroom.keep_story_head();
            """
        );

    public static void RemoveWorkflow(this MigrationBuilder migration) =>
        migration.Sql(
            """
            drop trigger keep_story_head on newsroom.article_version;
            drop function newsroom.keep_story_head, newsroom.story_search;
            """
        );

    /// <summary>
    /// What a story is found by is still kept by the database, but is no longer computed anew where it is there already: a
    /// scheduled story brings its words with it, and one that is only filed elsewhere keeps them.
    /// Whoever changes one of these functions empties <c>newsroom.prepared_copy</c>.
    /// </summary>
    public static void AddKeptSearch(this MigrationBuilder migration) =>
        migration.Sql(
            """
            -- Typographic apostrophes become straight ones, so that both find both; the configuration drops accents.
            -- A tilde is dropped: only facets begin with one.
            create function site.search_words(headline text, standfirst text, body text) returns tsvector
            language sql immutable parallel safe as $$
                select setweight(to_tsvector('site.news', translate(headline, '’‘~', ''''' ')), 'A')
                    || setweight(to_tsvector('site.news', translate(coalesce(standfirst, ''), '’‘~', ''''' ')), 'B')
                    || setweight(to_tsvector('site.news', translate(body, '’‘~', ''''' ')), 'D')
            $$;
            alter table site.article alter search drop expression, alter key_terms drop expression;
            create function site.keep_search() returns trigger language plpgsql as $$
            begin
                if tg_op = 'INSERT' then
                    new.search := coalesce(new.search, site.search_words(new.headline, new.standfirst, new.body_text))
                        || array_to_tsvector(new.facets);
                    new.key_terms := coalesce(new.key_terms,
                        site.key_terms(new.headline, new.standfirst, new.body_text));
                elsif (new.headline, new.standfirst, new.body_text)
                    is distinct from (old.headline, old.standfirst, old.body_text) then
                    new.search := site.search_words(new.headline, new.standfirst, new.body_text)
                        || array_to_tsvector(new.facets);
                    new.key_terms := site.key_terms(new.headline, new.standfirst, new.body_text);
                else
                    new.search := ts_delete(old.search, old.facets) || array_to_tsvector(new.facets);
                end if;
                return new;
            end $$;
            create trigger keep_search before insert or update of headline, standfirst, body_text, facets
                on site.article for each row execute function site.keep_search();
            """
        );

    public static void RemoveKeptSearch(this MigrationBuilder migration) =>
        migration.Sql(
            """
            drop trigger keep_search on site.article;
            alter table site.article drop column search, drop column key_terms;
            alter table site.article add column search tsvector generated always as (
                setweight(to_tsvector('site.news', translate(headline, '’‘~', ''''' ')), 'A')
                || setweight(to_tsvector('site.news', translate(coalesce(standfirst, ''), '’‘~', ''''' ')), 'B')
                || setweight(to_tsvector('site.news', translate(body_text, '’‘~', ''''' ')), 'D')
                || array_to_tsvector(facets)
            ) stored;
            alter table site.article add column key_terms text[] not null
                generated always as (site.key_terms(headline, standfirst, body_text)) stored;
            create index ix_article_search on site.article using gin (search);
            create index ix_article_key_terms on site.article using gin (key_terms);
            drop function site.keep_search, site.search_words;
            """
        );

    /// <summary>
    /// An index for each of the first key terms, in order of time: one of all terms is read to the end for a common one,
    /// however few are wanted. See <c>RelatedCandidates</c>.
    /// </summary>
    public static void AddTellingTerms(this MigrationBuilder migration)
    {
        for (var place = 1; place <= 4; place++)
        {
            migration.Sql(
                $"create index ix_article_term_{place} on site.article ((key_terms[{place}]), first_published_at, id)"
            );
        }
    }

    public static void RemoveTellingTerms(this MigrationBuilder migration)
    {
        for (var place = 1; place <= 4; place++)
        {
            migration.Sql($"drop index site.ix_article_term_{place}");
        }
    }

    public static void AddAppendOnly(this MigrationBuilder migration) =>
        migration.Sql(
            """
            create function newsroom.refuse_change() returns trigger language plpgsql as $$
            begin
                raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
            end $$;
            create trigger append_only before update or delete on newsroom.article_version
                for each row execute function newsroom.refuse_change();
            create trigger never_truncated before truncate on newsroom.article_version
                execute function newsroom.refuse_change();
            create trigger append_only before update or delete on newsroom.audit_entry
                for each row execute function newsroom.refuse_change();
            create trigger never_truncated before truncate on newsroom.audit_entry
                execute function newsroom.refuse_change();
            """
        );

    /// <summary>What entries of live blogs said is kept, and what pictures they show is found.</summary>
    public static void AddLiveGuards(this MigrationBuilder migration) =>
        migration.Sql(
            """
            create trigger append_only before update or delete on newsroom.live_entry_version
                for each row execute function newsroom.refuse_change();
            create trigger never_truncated before truncate on newsroom.live_entry_version
                execute function newsroom.refuse_change();
            create index ix_live_entry_body_pictures on newsroom.live_entry
                using gin (newsroom.body_pictures(body)) where body like '%/media/%';
            create index ix_live_blog_summary_pictures on newsroom.live_blog
                using gin (newsroom.body_pictures(summary)) where summary like '%/media/%';
            """
        );
}
