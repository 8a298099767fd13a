using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261127004451_Redirects")]
    public partial class Redirects : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "missing_address",
                schema: "newsroom",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    address = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false),
                    first_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    referrer = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    dismissed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_missing_address", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "redirect",
                schema: "newsroom",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    from_address = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    to_address = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    to_key = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    code = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_redirect", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "redirect",
                schema: "site",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    from_address = table.Column<string>(type: "text", nullable: false),
                    to_address = table.Column<string>(type: "text", nullable: true),
                    code = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_redirect1", x => x.id);
                    table.CheckConstraint("ck_redirect_to_address", "to_address ~ '^(/([^/\\\\]|$)|https?://[^/\\\\])' and to_address !~ '[^!-~]|\\\\'");
                });

            migrationBuilder.CreateTable(
                name: "redirect_import",
                schema: "newsroom",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    staff_member_id = table.Column<long>(type: "bigint", nullable: true),
                    from_address = table.Column<string[]>(type: "text[]", nullable: false),
                    to_address = table.Column<string[]>(type: "text[]", nullable: false),
                    code = table.Column<int[]>(type: "integer[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_redirect_import", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "redirect_use",
                schema: "newsroom",
                columns: table => new
                {
                    redirect_id = table.Column<long>(type: "bigint", nullable: false),
                    hits = table.Column<long>(type: "bigint", nullable: false),
                    last_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_redirect_use", x => x.redirect_id);
                    table.ForeignKey(
                        name: "fk_redirect_use_redirect_redirect_id",
                        column: x => x.redirect_id,
                        principalSchema: "newsroom",
                        principalTable: "redirect",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_missing_address_address",
                schema: "newsroom",
                table: "missing_address",
                column: "address",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_missing_address_count_id",
                schema: "newsroom",
                table: "missing_address",
                columns: new[] { "count", "id" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "ix_redirect_from_address",
                schema: "newsroom",
                table: "redirect",
                column: "from_address",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_redirect_from_address1",
                schema: "site",
                table: "redirect",
                column: "from_address",
                unique: true);

            migrationBuilder.AddAddresses();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RemoveAddresses();

            migrationBuilder.DropTable(
                name: "missing_address",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "redirect",
                schema: "site");

            migrationBuilder.DropTable(
                name: "redirect_import",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "redirect_use",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "redirect",
                schema: "newsroom");
        }
    }
}
