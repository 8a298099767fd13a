using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261125224300_AfterPublishing")]
    public partial class AfterPublishing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "outcome",
                schema: "site",
                table: "withdrawn_article",
                type: "text",
                nullable: false,
                defaultValue: "Gone");

            migrationBuilder.AddColumn<string>(
                name: "to",
                schema: "site",
                table: "withdrawn_article",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "superseded_at",
                schema: "site",
                table: "correction",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "supersedes_id",
                schema: "newsroom",
                table: "correction",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "edition_count",
                schema: "site",
                table: "article",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<string>(
                name: "withdrawn_outcome",
                schema: "newsroom",
                table: "article",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "withdrawn_to",
                schema: "newsroom",
                table: "article",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "article_edition",
                schema: "site",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    headline = table.Column<string>(type: "text", nullable: false),
                    standfirst = table.Column<string>(type: "text", nullable: true),
                    body_text = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_article_edition", x => new { x.article_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "preview_link",
                schema: "newsroom",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    version_number = table.Column<int>(type: "integer", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    note = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by_id = table.Column<long>(type: "bigint", nullable: true),
                    created_by_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_preview_link", x => x.id);
                    table.ForeignKey(
                        name: "fk_preview_link_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "newsroom",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_preview_link_asp_net_users_created_by_id",
                        column: x => x.created_by_id,
                        principalSchema: "newsroom",
                        principalTable: "staff_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "publication",
                schema: "newsroom",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    version_number = table.Column<int>(type: "integer", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by_id = table.Column<long>(type: "bigint", nullable: true),
                    key = table.Column<Guid>(type: "uuid", nullable: true),
                    lists = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_publication", x => x.id);
                    table.ForeignKey(
                        name: "fk_publication_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "newsroom",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_publication_asp_net_users_by_id",
                        column: x => x.by_id,
                        principalSchema: "newsroom",
                        principalTable: "staff_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_correction_supersedes_id",
                schema: "newsroom",
                table: "correction",
                column: "supersedes_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_preview_link_article_id",
                schema: "newsroom",
                table: "preview_link",
                column: "article_id");

            migrationBuilder.CreateIndex(
                name: "ix_preview_link_created_by_id",
                schema: "newsroom",
                table: "preview_link",
                column: "created_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_preview_link_secret_hash",
                schema: "newsroom",
                table: "preview_link",
                column: "secret_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_publication_article_id_id",
                schema: "newsroom",
                table: "publication",
                columns: new[] { "article_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_publication_by_id",
                schema: "newsroom",
                table: "publication",
                column: "by_id");

            migrationBuilder.CreateIndex(
                name: "ix_publication_key",
                schema: "newsroom",
                table: "publication",
                column: "key",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_correction_correction_supersedes_id",
                schema: "newsroom",
                table: "correction",
                column: "supersedes_id",
                principalSchema: "newsroom",
                principalTable: "correction",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddAppendOnlyPublications();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_correction_correction_supersedes_id",
                schema: "newsroom",
                table: "correction");

            migrationBuilder.DropTable(
                name: "article_edition",
                schema: "site");

            migrationBuilder.DropTable(
                name: "preview_link",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "publication",
                schema: "newsroom");

            migrationBuilder.DropIndex(
                name: "ix_correction_supersedes_id",
                schema: "newsroom",
                table: "correction");

            migrationBuilder.DropColumn(
                name: "outcome",
                schema: "site",
                table: "withdrawn_article");

            migrationBuilder.DropColumn(
                name: "to",
                schema: "site",
                table: "withdrawn_article");

            migrationBuilder.DropColumn(
                name: "superseded_at",
                schema: "site",
                table: "correction");

            migrationBuilder.DropColumn(
                name: "supersedes_id",
                schema: "newsroom",
                table: "correction");

            migrationBuilder.DropColumn(
                name: "edition_count",
                schema: "site",
                table: "article");

            migrationBuilder.DropColumn(
                name: "withdrawn_outcome",
                schema: "newsroom",
                table: "article");

            migrationBuilder.DropColumn(
                name: "withdrawn_to",
                schema: "newsroom",
                table: "article");
        }
    }
}
