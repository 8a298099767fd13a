using Microsoft.EntityFrameworkCore.Migrations;

namespace NewsSite.News.Database.Migrations;

/// <summary>
/// The record of changes to <c>site</c>. One row a transaction, whose numbers come in the order of commits, because
/// whoever writes one waits for the turn that all who write <c>site</c> take.
/// </summary>
internal static class Bell
{
    // Each table, and the names (see Shown) that a changed row of it has.
    private static readonly (string Table, string Names)[] Tables =
    [
        (
            "article",
            "array['stories', 'story:' || r.id] || case when r.breaking_until > now() - interval '1 minute' then array['frame'] else array[]::text[] end"
        ),
        ("article_category", "array['category:' || r.category_id]"),
        ("article_tag", "array['tag:' || r.tag_id]"),
        ("article_byline", "array['author:' || r.author_id]"),
        ("article_edition", "array['story:' || r.article_id]"),
        ("article_picture", "array['story:' || r.article_id]"),
        ("correction", "array['stories', 'story:' || r.article_id]"),
        ("related_choice", "array['story:' || r.article_id, 'beside:' || r.article_id]"),
        ("withdrawn_article", "array['story:' || r.id]"),
        ("front_slot", "array['front']"),
        ("most_read", "array['most-read']"),
        ("category", "array['frame']"),
        ("standing_page", "array['frame']"),
        ("former_slug", "array['frame']"),
        ("tag", "array['frame']"),
        ("author", "array['frame']"),
        ("picture", "array['frame']"),
    ];

    // An entry is on the blog's own page while it is new, and on one page of thirty for ever.
    private static readonly (string Table, string Names)[] LiveTables =
    [
        ("live_blog", "array['live:' || r.article_id]"),
        (
            "live_entry",
            "array['live:' || r.article_id, 'live:' || r.article_id || ':' || ((r.number - 1) / 30 + 1)]"
        ),
    ];

    // A publication writes anew what another story shows already: only what differs then is a change. One that is new, or
    // that nobody shows any more, is told by the stories.
    private static readonly string[] Nouns = ["tag", "author", "picture"];

    public static void AddBell(this MigrationBuilder migration)
    {
        migration.Sql(
            $"""
            create schema delivery;
            create table delivery.change (
                id bigint generated always as identity primary key,
                transaction xid8 not null unique default pg_current_xact_id(),
                at timestamptz not null default clock_timestamp(),
                names text[] not null
            );
            grant usage on schema delivery to {DatabaseServices.ReaderRole};
            grant select on delivery.change to {DatabaseServices.ReaderRole};

            -- Of very many there is no use in telling each; a server that has not listened for so long forgets everything.
            create function delivery.tell(told text[]) returns void language plpgsql as $$
            declare
                number bigint;
            begin
                if coalesce(cardinality(told), 0) = 0 then
                    return;
                end if;
                perform pg_advisory_xact_lock(hashtext('site'));
                insert into delivery.change as c (names) values (told)
                    on conflict (transaction) do update set names = case
                        when cardinality(c.names) + cardinality(excluded.names) > 1000 then array['all']
                        else array(select distinct unnest(c.names || excluded.names)) end
                    where not ('all' = any(c.names) or c.names @> excluded.names)
                    returning id into number;
                delete from delivery.change where id < number - 10000;
                perform pg_notify('site_changed', '');
            end $$;

            """
        );
        foreach (var (table, names) in Tables)
        {
            migration.AddBell(table, names, Nouns.Contains(table));
        }
    }

    /// <summary>Tells of the tables of live blogs.</summary>
    public static void AddLiveBell(this MigrationBuilder migration)
    {
        foreach (var (table, names) in LiveTables)
        {
            migration.AddBell(table, names, isNoun: false);
        }
    }

    public static void RemoveLiveBell(this MigrationBuilder migration)
    {
        foreach (var (table, _) in LiveTables)
        {
            migration.Sql($"drop function delivery.tell_{table} cascade;");
        }
    }

    /// <summary>
    /// The bell says what changed, so that nobody has to ask first. What does not fit into a notice, 8,000 bytes, is everything.
    /// </summary>
    public static void TellByBell(this MigrationBuilder migration) =>
        migration.Sql(
            """
            create or replace function delivery.tell(told text[]) returns void language plpgsql as $$
            declare
                number bigint;
                notice text;
            begin
                if coalesce(cardinality(told), 0) = 0 then
                    return;
                end if;
                perform pg_advisory_xact_lock(hashtext('site'));
                insert into delivery.change as c (names) values (told)
                    on conflict (transaction) do update set names = case
                        when cardinality(c.names) + cardinality(excluded.names) > 1000 then array['all']
                        else array(select distinct unnest(c.names || excluded.names)) end
                    where not ('all' = any(c.names) or c.names @> excluded.names)
                    returning id into number;
                if number is null then
                    -- It has been told in this transaction already.
                    return;
                end if;
                delete from delivery.change where id < number - 10000;
                notice := number || E'\n' || array_to_string(told, E'\n');
                perform pg_notify('site_changed', case when octet_length(notice) < 7900 then notice else number || E'\nall' end);
            end $$;
            """
        );

    /// <summary>Which servers have copies of pages, and up to which change each has followed.</summary>
    public static void AddServers(this MigrationBuilder migration) =>
        migration.Sql(
            $"""
            create table delivery.server (
                id uuid primary key, name text not null, seen bigint not null, at timestamptz not null, alone interval not null
            );
            grant select, insert, update, delete on delivery.server to {DatabaseServices.ReaderRole};
            """
        );

    /// <summary>Tells anew, and of more, what changed rows of these tables are.</summary>
    public static void ChangeNames(this MigrationBuilder migration, params string[] tables)
    {
        foreach (var (table, names) in Tables.Where(t => tables.Contains(t.Table)))
        {
            migration.Sql(
                $"""
                create or replace function delivery.tell_{table}() returns trigger language plpgsql as $$
                begin
                    {Tell(names, Nouns.Contains(table))}
                    return null;
                end $$;
                """
            );
        }
    }

    /// <summary>
    /// What a cache in front of all servers was told to forget; and the bell for a picture that no live story shows any more,
    /// because such a cache has it.
    /// </summary>
    public static void AddPurges(this MigrationBuilder migration) =>
        migration.Sql(
            $"""
            -- Links to previews are signed from now on; one that is not does not work any more, and does not seem to.
            update newsroom.preview_link set revoked_at = now() where revoked_at is null and expires_at > now();
            create table delivery.purge (
                one boolean primary key default true check (one),
                seen bigint, mark bigint, marked_at timestamptz, again bigint
            );
            insert into delivery.purge default values;
            grant select, update on delivery.purge to {DatabaseServices.ReaderRole};
            create function delivery.tell_picture_gone() returns trigger language plpgsql as $$
            begin
                perform delivery.tell(array(select 'media:' || split_part(file_name, '.', 1) from old_rows limit 1001));
                return null;
            end $$;
            create trigger tell_delete after delete on site.picture referencing old table as old_rows
                for each statement execute function delivery.tell_picture_gone();
            """
        );

    public static void RemovePurges(this MigrationBuilder migration) =>
        migration.Sql(
            """
            drop trigger tell_delete on site.picture;
            drop function delivery.tell_picture_gone;
            drop table delivery.purge;
            """
        );

    /// <summary>A setting changes all that readers see.</summary>
    public static void AddSettingsBell(this MigrationBuilder migration) =>
        migration.Sql(
            """
            create function delivery.tell_settings() returns trigger language plpgsql as $$
            begin
                perform delivery.tell(array['all']);
                return null;
            end $$;
            create trigger tell_change after insert or update or delete on site.settings
                for each statement execute function delivery.tell_settings();
            """
        );

    public static void RemoveSettingsBell(this MigrationBuilder migration) =>
        migration.Sql(
            """
            drop trigger tell_change on site.settings;
            drop function delivery.tell_settings;
            """
        );

    public static void RemoveBell(this MigrationBuilder migration)
    {
        foreach (var (table, _) in Tables)
        {
            migration.Sql(
                $"""
                drop trigger if exists tell_insert on site.{table};
                drop trigger if exists tell_update on site.{table};
                drop trigger if exists tell_delete on site.{table};
                """
            );
        }

        migration.Sql("drop schema delivery cascade;");
    }

    private static void AddBell(this MigrationBuilder migration, string table, string names, bool isNoun)
    {
        migration.Sql(
            $"""
            create function delivery.tell_{table}() returns trigger language plpgsql as $$
            begin
                {Tell(names, isNoun)}
                return null;
            end $$;
            """
        );
        foreach (
            var (act, rows) in new[]
            {
                ("insert", "new table as new_rows"),
                ("update", "old table as old_rows new table as new_rows"),
                ("delete", "old table as old_rows"),
            }
        )
        {
            if (!isNoun || act == "update")
            {
                migration.Sql(
                    $"""
                    create trigger tell_{act} after {act} on site.{table} referencing {rows}
                        for each statement execute function delivery.tell_{table}();
                    """
                );
            }
        }
    }

    private static string Tell(string names, bool isNoun) =>
        isNoun
            ? """
                if exists (select * from new_rows except select * from old_rows) then
                    perform delivery.tell(array['frame']);
                end if;
                """
            : $"""
                if tg_op <> 'INSERT' then
                    perform delivery.tell(array(select distinct unnest({names}) from (select * from old_rows limit 1001) r)
                        || case when (select count(*) from (select from old_rows limit 1001) many) > 1000 then array['all'] else array[]::text[] end);
                end if;
                if tg_op <> 'DELETE' then
                    perform delivery.tell(array(select distinct unnest({names}) from (select * from new_rows limit 1001) r)
                        || case when (select count(*) from (select from new_rows limit 1001) many) > 1000 then array['all'] else array[]::text[] end);
                end if;
                """;
}
