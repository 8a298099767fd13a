using Microsoft.EntityFrameworkCore.Migrations;

namespace NewsSite.News.Database.Migrations;

/// <summary>
/// Whoever has left keeps the byline and the page, which says so. The database itself carries it over: it does not matter who
/// shuts an account, or by which way.
/// </summary>
internal static class FormerStaff
{
    public static void AddFormerStaff(this MigrationBuilder migration) =>
        migration.Sql(
            """
            create index ix_author_folded on newsroom.author using gin (newsroom.folded(name) gin_trgm_ops);
            create function newsroom.tell_former_staff() returns trigger language plpgsql as $$
            begin
                -- The one turn of all who write what readers see.
                perform pg_advisory_xact_lock(hashtext('site'));
                update site.author set is_former = new.disabled_at is not null
                where id in (select id from newsroom.author where staff_member_id = new.id)
                    and is_former <> (new.disabled_at is not null);
                return null;
            end $$;
            create trigger tell_former_staff after update of disabled_at on newsroom.staff_member
                for each row when ((old.disabled_at is null) <> (new.disabled_at is null))
                execute function newsroom.tell_former_staff();
            update site.author set is_former = true where id in (
                select a.id from newsroom.author a join newsroom.staff_member s on s.id = a.staff_member_id
                where s.disabled_at is not null
            );
            """
        );

    public static void RemoveFormerStaff(this MigrationBuilder migration) =>
        migration.Sql(
            """
            drop trigger tell_former_staff on newsroom.staff_member;
            drop function newsroom.tell_former_staff;
            drop index newsroom.ix_author_folded;
            """
        );
}
