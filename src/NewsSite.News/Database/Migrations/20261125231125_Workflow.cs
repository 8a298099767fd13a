using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;
using NpgsqlTypes;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261125231125_Workflow")]
    public partial class Workflow : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_article_created_by_id",
                schema: "newsroom",
                table: "article");

            migrationBuilder.AddColumn<long>(
                name: "assigned_to_id",
                schema: "newsroom",
                table: "article",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "returned_at",
                schema: "newsroom",
                table: "article",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "note",
                schema: "newsroom",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    passage = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    by_id = table.Column<long>(type: "bigint", nullable: true),
                    by_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    resolved_by_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_note", x => x.id);
                    table.ForeignKey(
                        name: "fk_note_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "newsroom",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_note_asp_net_users_by_id",
                        column: x => x.by_id,
                        principalSchema: "newsroom",
                        principalTable: "staff_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "story_head",
                schema: "newsroom",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    section_id = table.Column<long>(type: "bigint", nullable: true),
                    tag_ids = table.Column<long[]>(type: "bigint[]", nullable: false),
                    author_ids = table.Column<long[]>(type: "bigint[]", nullable: false),
                    search = table.Column<NpgsqlTsVector>(type: "tsvector", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_story_head", x => x.article_id);
                    table.ForeignKey(
                        name: "fk_story_head_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "newsroom",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_article_assigned_to_id",
                schema: "newsroom",
                table: "article",
                column: "assigned_to_id",
                filter: "assigned_to_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_article_changed_at_id",
                schema: "newsroom",
                table: "article",
                columns: new[] { "changed_at", "id" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "ix_article_created_by_id_state",
                schema: "newsroom",
                table: "article",
                columns: new[] { "created_by_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_article_first_published_at",
                schema: "newsroom",
                table: "article",
                column: "first_published_at",
                filter: "live_number is not null");

            migrationBuilder.CreateIndex(
                name: "ix_note_article_id_id",
                schema: "newsroom",
                table: "note",
                columns: new[] { "article_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_note_by_id",
                schema: "newsroom",
                table: "note",
                column: "by_id");

            migrationBuilder.CreateIndex(
                name: "ix_note_key",
                schema: "newsroom",
                table: "note",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_note_open",
                schema: "newsroom",
                table: "note",
                column: "article_id",
                filter: "resolved_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_story_head_author_ids",
                schema: "newsroom",
                table: "story_head",
                column: "author_ids")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_story_head_search",
                schema: "newsroom",
                table: "story_head",
                column: "search")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_story_head_section_id",
                schema: "newsroom",
                table: "story_head",
                column: "section_id");

            migrationBuilder.CreateIndex(
                name: "ix_story_head_tag_ids",
                schema: "newsroom",
                table: "story_head",
                column: "tag_ids")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.AddForeignKey(
                name: "fk_article_asp_net_users_assigned_to_id",
                schema: "newsroom",
                table: "article",
                column: "assigned_to_id",
                principalSchema: "newsroom",
                principalTable: "staff_member",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            // Hand-written: triggers, and the first filling.
            migrationBuilder.AddWorkflow();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RemoveWorkflow();

            migrationBuilder.DropForeignKey(
                name: "fk_article_asp_net_users_assigned_to_id",
                schema: "newsroom",
                table: "article");

            migrationBuilder.DropTable(
                name: "note",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "story_head",
                schema: "newsroom");

            migrationBuilder.DropIndex(
                name: "ix_article_assigned_to_id",
                schema: "newsroom",
                table: "article");

            migrationBuilder.DropIndex(
                name: "ix_article_changed_at_id",
                schema: "newsroom",
                table: "article");

            migrationBuilder.DropIndex(
                name: "ix_article_created_by_id_state",
                schema: "newsroom",
                table: "article");

            migrationBuilder.DropIndex(
                name: "ix_article_first_published_at",
                schema: "newsroom",
                table: "article");

            migrationBuilder.DropColumn(
                name: "assigned_to_id",
                schema: "newsroom",
                table: "article");

            migrationBuilder.DropColumn(
                name: "returned_at",
                schema: "newsroom",
                table: "article");

            migrationBuilder.CreateIndex(
                name: "ix_article_created_by_id",
                schema: "newsroom",
                table: "article",
                column: "created_by_id");
        }
    }
}
