using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261127212440_ImportsInAdmin")]
    public partial class ImportsInAdmin : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "search_title",
                schema: "newsroom",
                table: "article_version",
                type: "character varying(120)",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "search_title",
                schema: "site",
                table: "article",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "asked_import",
                schema: "newsroom",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    file = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    pictures = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    old_site = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    stage = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    map = table.Column<string>(type: "jsonb", nullable: true),
                    found = table.Column<string>(type: "jsonb", nullable: true),
                    report = table.Column<string>(type: "jsonb", nullable: true),
                    total = table.Column<int>(type: "integer", nullable: false),
                    done = table.Column<int>(type: "integer", nullable: false),
                    progress = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    progress_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    server = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    failure = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    proof = table.Column<string[]>(type: "text[]", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_asked_import", x => x.id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "asked_import",
                schema: "newsroom");

            migrationBuilder.DropColumn(
                name: "search_title",
                schema: "newsroom",
                table: "article_version");

            migrationBuilder.DropColumn(
                name: "search_title",
                schema: "site",
                table: "article");
        }
    }
}
