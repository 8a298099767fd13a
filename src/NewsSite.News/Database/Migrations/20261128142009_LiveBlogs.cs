using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261128142009_LiveBlogs")]
    public partial class LiveBlogs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "live_blog",
                schema: "newsroom",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    words = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    oldest_first = table.Column<bool>(type: "boolean", nullable: false),
                    summary = table.Column<string>(type: "character varying(5000)", maxLength: 5000, nullable: true),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    posted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_number = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_live_blog", x => x.article_id);
                    table.ForeignKey(
                        name: "fk_live_blog_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "newsroom",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "live_blog",
                schema: "site",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    words = table.Column<string>(type: "text", nullable: true),
                    oldest_first = table.Column<bool>(type: "boolean", nullable: false),
                    summary_html = table.Column<string>(type: "text", nullable: true),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    posted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_number = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_live_blog1", x => x.article_id);
                });

            migrationBuilder.CreateTable(
                name: "live_entry",
                schema: "site",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "text", nullable: true),
                    body_html = table.Column<string>(type: "text", nullable: false),
                    body_text = table.Column<string>(type: "text", nullable: false),
                    author_name = table.Column<string>(type: "text", nullable: false),
                    posted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    edited_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_key = table.Column<bool>(type: "boolean", nullable: false),
                    is_pinned = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_live_entry1", x => new { x.article_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "live_entry_picture",
                schema: "site",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    picture_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_live_entry_picture", x => new { x.article_id, x.number, x.picture_id });
                    table.ForeignKey(
                        name: "fk_live_entry_picture_picture_picture_id",
                        column: x => x.picture_id,
                        principalSchema: "site",
                        principalTable: "picture",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "live_entry",
                schema: "newsroom",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: true),
                    title = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: true),
                    body = table.Column<string>(type: "character varying(10000)", maxLength: 10000, nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    is_key = table.Column<bool>(type: "boolean", nullable: false),
                    is_pinned = table.Column<bool>(type: "boolean", nullable: false),
                    created_by_id = table.Column<long>(type: "bigint", nullable: true),
                    author_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    posted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    edited_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_live_entry", x => x.id);
                    table.ForeignKey(
                        name: "fk_live_entry_asp_net_users_created_by_id",
                        column: x => x.created_by_id,
                        principalSchema: "newsroom",
                        principalTable: "staff_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_live_entry_live_blog_article_id",
                        column: x => x.article_id,
                        principalSchema: "newsroom",
                        principalTable: "live_blog",
                        principalColumn: "article_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "live_entry_version",
                schema: "newsroom",
                columns: table => new
                {
                    entry_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: true),
                    body = table.Column<string>(type: "character varying(10000)", maxLength: 10000, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by_id = table.Column<long>(type: "bigint", nullable: true),
                    by_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_live_entry_version", x => new { x.entry_id, x.number });
                    table.ForeignKey(
                        name: "fk_live_entry_version_asp_net_users_by_id",
                        column: x => x.by_id,
                        principalSchema: "newsroom",
                        principalTable: "staff_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_live_entry_version_live_entry_entry_id",
                        column: x => x.entry_id,
                        principalSchema: "newsroom",
                        principalTable: "live_entry",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_live_entry_article_id_number",
                schema: "newsroom",
                table: "live_entry",
                columns: new[] { "article_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_live_entry_created_by_id",
                schema: "newsroom",
                table: "live_entry",
                column: "created_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_live_entry_draft",
                schema: "newsroom",
                table: "live_entry",
                columns: new[] { "article_id", "id" },
                filter: "state = 'Draft'");

            migrationBuilder.CreateIndex(
                name: "ix_live_entry_key",
                schema: "newsroom",
                table: "live_entry",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_live_entry_marked",
                schema: "site",
                table: "live_entry",
                columns: new[] { "article_id", "number" },
                filter: "is_key or is_pinned");

            migrationBuilder.CreateIndex(
                name: "ix_live_entry_picture_picture_id",
                schema: "site",
                table: "live_entry_picture",
                column: "picture_id");

            migrationBuilder.CreateIndex(
                name: "ix_live_entry_version_by_id",
                schema: "newsroom",
                table: "live_entry_version",
                column: "by_id");
            migrationBuilder.CreateIndex(
                name: "ix_live_blog_live",
                schema: "site",
                table: "live_blog",
                column: "article_id",
                filter: "state = 'Live'");
            migrationBuilder.AddColumn<int>(
                name: "live_post",
                schema: "newsroom",
                table: "correction",
                type: "integer",
                nullable: true);
            migrationBuilder.AddColumn<int>(
                name: "live_post",
                schema: "site",
                table: "correction",
                type: "integer",
                nullable: true);
            migrationBuilder.AddLiveGuards();
            migrationBuilder.AddLiveBell();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "live_post",
                schema: "newsroom",
                table: "correction");
            migrationBuilder.DropColumn(
                name: "live_post",
                schema: "site",
                table: "correction");
            migrationBuilder.DropTable(
                name: "live_blog",
                schema: "site");

            migrationBuilder.DropTable(
                name: "live_entry",
                schema: "site");

            migrationBuilder.DropTable(
                name: "live_entry_picture",
                schema: "site");

            migrationBuilder.DropTable(
                name: "live_entry_version",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "live_entry",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "live_blog",
                schema: "newsroom");
            migrationBuilder.RemoveLiveBell();
        }
    }
}
