using Microsoft.EntityFrameworkCore.Migrations;

namespace NewsSite.News.Database.Migrations;

/// <summary>How many stories each month has, kept by the table of stories, so that the list of sitemaps counts none.</summary>
internal static class MonthKeeping
{
    public static void AddMonths(this MigrationBuilder migration) =>
        migration.Sql(
            """
            -- The earliest moment that we can name is infinitely long ago to PostgreSQL.
            create function site.month_of(at timestamptz) returns date language sql stable parallel safe as $$
                select date_trunc('month', greatest(at at time zone 'UTC', '0001-01-01'))::date
            $$;
            insert into site.month (begins, stories)
                select site.month_of(first_published_at), count(*) from site.article group by 1;
            create function site.keep_month() returns trigger language plpgsql as $$
            begin
                if tg_op <> 'INSERT' then
                    update site.month m set stories = m.stories - r.stories
                    from (select site.month_of(first_published_at) as begins, count(*) as stories from old_rows group by 1) r
                    where m.begins = r.begins;
                end if;
                if tg_op <> 'DELETE' then
                    insert into site.month as m (begins, stories)
                        select site.month_of(first_published_at), count(*) from new_rows group by 1
                    on conflict (begins) do update set stories = m.stories + excluded.stories;
                end if;
                return null;
            end $$;
            create trigger keep_month_insert after insert on site.article
                referencing new table as new_rows for each statement execute function site.keep_month();
            create trigger keep_month_update after update on site.article
                referencing old table as old_rows new table as new_rows
                for each statement execute function site.keep_month();
            create trigger keep_month_delete after delete on site.article
                referencing old table as old_rows for each statement execute function site.keep_month();
            """
        );

    public static void RemoveMonths(this MigrationBuilder migration) =>
        migration.Sql(
            """
            drop trigger keep_month_insert on site.article;
            drop trigger keep_month_update on site.article;
            drop trigger keep_month_delete on site.article;
            drop function site.keep_month, site.month_of;
            """
        );
}
