using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261126212246_Audit")]
    public partial class Audit : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_audit_entry_subject_id",
                schema: "newsroom",
                table: "audit_entry");

            migrationBuilder.AddColumn<string>(
                name: "address",
                schema: "newsroom",
                table: "audit_entry",
                type: "character varying(60)",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "changes",
                schema: "newsroom",
                table: "audit_entry",
                type: "json",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "way",
                schema: "newsroom",
                table: "audit_entry",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                schema: "newsroom",
                table: "audit_entry",
                type: "character varying(100)",
                maxLength: 100,
                nullable: false,
                computedColumnSql: "split_part(subject, ':', 1)",
                stored: true);

            migrationBuilder.CreateTable(
                name: "audit_seal",
                schema: "newsroom",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false),
                    entry_id = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_seal", x => x.number);
                });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_act_at_id",
                schema: "newsroom",
                table: "audit_entry",
                columns: new[] { "act", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_at_id",
                schema: "newsroom",
                table: "audit_entry",
                columns: new[] { "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_at_id1",
                schema: "newsroom",
                table: "audit_entry",
                columns: new[] { "at", "id" },
                filter: "way = 'CommandLine'");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_kind_at_id",
                schema: "newsroom",
                table: "audit_entry",
                columns: new[] { "kind", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_staff_member_id_act_at_id",
                schema: "newsroom",
                table: "audit_entry",
                columns: new[] { "staff_member_id", "act", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_staff_member_id_at_id",
                schema: "newsroom",
                table: "audit_entry",
                columns: new[] { "staff_member_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_staff_member_id_kind_at_id",
                schema: "newsroom",
                table: "audit_entry",
                columns: new[] { "staff_member_id", "kind", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_subject_at_id",
                schema: "newsroom",
                table: "audit_entry",
                columns: new[] { "subject", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_seal_entry_id",
                schema: "newsroom",
                table: "audit_seal",
                column: "entry_id",
                unique: true);

            migrationBuilder.AddAuditChain();
            migrationBuilder.AddWriterRole();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RemoveWriterRole();
            migrationBuilder.RemoveAuditChain();

            migrationBuilder.DropTable(
                name: "audit_seal",
                schema: "newsroom");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_act_at_id",
                schema: "newsroom",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_at_id",
                schema: "newsroom",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_at_id1",
                schema: "newsroom",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_kind_at_id",
                schema: "newsroom",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_staff_member_id_act_at_id",
                schema: "newsroom",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_staff_member_id_at_id",
                schema: "newsroom",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_staff_member_id_kind_at_id",
                schema: "newsroom",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_subject_at_id",
                schema: "newsroom",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "kind",
                schema: "newsroom",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "address",
                schema: "newsroom",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "changes",
                schema: "newsroom",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "way",
                schema: "newsroom",
                table: "audit_entry");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_subject_id",
                schema: "newsroom",
                table: "audit_entry",
                columns: new[] { "subject", "id" });
        }
    }
}
