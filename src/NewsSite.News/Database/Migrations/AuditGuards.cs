using Microsoft.EntityFrameworkCore.Migrations;

namespace NewsSite.News.Database.Migrations;

/// <summary>The chain that holds the audit, and the rights of a site that does not own its tables.</summary>
internal static class AuditGuards
{
    // Sealed when the transaction ends, not when the entry is written: acts take other locks after that, in orders of their
    // own, and would wait for each other in a circle. So the chain runs in the order of commits, and whoever seals makes
    // others wait for no more than the commit itself, which acts that change what readers see do one by one anyhow. Sealing
    // later, beside the acts, would leave entries that somebody could change before they are sealed.
    //
    // A transaction that saw an old state of the chain could only make a second link of the same number, and fails.
    //
    // Each part is written with its length before it, so that nothing can move from one part into the next.
    public static void AddAuditChain(this MigrationBuilder migration) =>
        migration.Sql(
            """
            create function newsroom.audit_part(part text) returns text language sql immutable as $$
                select coalesce(octet_length(part) || ':' || part, '-')
            $$;
            create function newsroom.seal(entry newsroom.audit_entry) returns void language plpgsql as $$
            declare
                head newsroom.audit_seal;
            begin
                perform pg_advisory_xact_lock(hashtext('newssite.audit'));
                select * into head from newsroom.audit_seal order by number desc limit 1;
                insert into newsroom.audit_seal (number, entry_id, hash) values (
                    coalesce(head.number, 0) + 1,
                    entry.id,
                    sha256(coalesce(head.hash, '') || convert_to(
                        newsroom.audit_part(entry.id::text)
                        || newsroom.audit_part((extract(epoch from entry.at) * 1000000)::bigint::text)
                        || newsroom.audit_part(entry.staff_member_id::text)
                        || newsroom.audit_part(entry.act)
                        || newsroom.audit_part(entry.subject)
                        || newsroom.audit_part(entry.detail)
                        || newsroom.audit_part(entry.way)
                        || newsroom.audit_part(entry.address)
                        || newsroom.audit_part(entry.changes::text), 'UTF8')));
            end $$;
            revoke execute on function newsroom.seal from public;

            -- With the owner's rights: who may write entries need not be able to write seals.
            create function newsroom.seal_entry() returns trigger language plpgsql
            security definer set search_path = pg_catalog, pg_temp as $$
            begin
                perform newsroom.seal(new);
                return null;
            end $$;
            do $$
            declare
                entry newsroom.audit_entry;
            begin
                for entry in select * from newsroom.audit_entry order by id loop
                    perform newsroom.seal(entry);
                end loop;
            end $$;
            create constraint trigger sealed after insert on newsroom.audit_entry
                deferrable initially deferred for each row execute function newsroom.seal_entry();
            create trigger append_only before update or delete on newsroom.audit_seal
                for each row execute function newsroom.refuse_change();
            create trigger never_truncated before truncate on newsroom.audit_seal
                execute function newsroom.refuse_change();
            """
        );

    public static void RemoveAuditChain(this MigrationBuilder migration) =>
        migration.Sql(
            """
            drop trigger sealed on newsroom.audit_entry;
            drop function newsroom.seal_entry, newsroom.seal, newsroom.audit_part;
            """
        );

    // A role belongs to the whole server, so another database may have made it already.
    public static void AddWriterRole(this MigrationBuilder migration) =>
        migration.Sql(
            $"""
            do $$ begin
                create role {DatabaseServices.WriterRole} nologin;
            exception when duplicate_object or unique_violation then null;
            end $$;
            do $$ begin
                if not pg_has_role('{DatabaseServices.WriterRole}', '{DatabaseServices.ReaderRole}', 'member') then
                    grant {DatabaseServices.ReaderRole} to {DatabaseServices.WriterRole};
                end if;
            end $$;
            grant usage on schema newsroom, site, delivery to {DatabaseServices.WriterRole};
            grant select, insert, update, delete on all tables in schema newsroom, site, delivery
                to {DatabaseServices.WriterRole};
            grant usage on all sequences in schema newsroom, site, delivery to {DatabaseServices.WriterRole};
            alter default privileges in schema newsroom, site, delivery
                grant select, insert, update, delete on tables to {DatabaseServices.WriterRole};
            alter default privileges in schema newsroom, site, delivery
                grant usage on sequences to {DatabaseServices.WriterRole};
            revoke update, delete on newsroom.audit_entry, newsroom.article_version, newsroom.publication,
                newsroom.correction from {DatabaseServices.WriterRole};
            revoke insert, update, delete on newsroom.audit_seal, newsroom.migration from {DatabaseServices.WriterRole};
            """
        );

    public static void RemoveWriterRole(this MigrationBuilder migration) =>
        migration.Sql(
            $"""
            alter default privileges in schema newsroom, site, delivery
                revoke select, insert, update, delete on tables from {DatabaseServices.WriterRole};
            alter default privileges in schema newsroom, site, delivery
                revoke usage on sequences from {DatabaseServices.WriterRole};
            revoke all on all tables in schema newsroom, site, delivery from {DatabaseServices.WriterRole};
            revoke all on all sequences in schema newsroom, site, delivery from {DatabaseServices.WriterRole};
            revoke all on schema newsroom, site, delivery from {DatabaseServices.WriterRole};
            """
        );
}
