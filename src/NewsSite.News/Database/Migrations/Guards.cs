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
}
