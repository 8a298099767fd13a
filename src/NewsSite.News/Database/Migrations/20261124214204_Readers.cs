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
    [Migration("20261124214204_Readers")]
    public partial class Readers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddReaderSearch();

            migrationBuilder.AlterColumn<string>(
                name: "headline",
                schema: "newsroom",
                table: "article_version",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(150)",
                oldMaxLength: 150
            );

            migrationBuilder.AddColumn<bool>(
                name: "is_syndicated",
                schema: "newsroom",
                table: "article_version",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "label",
                schema: "newsroom",
                table: "article_version",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "language",
                schema: "newsroom",
                table: "article_version",
                type: "character varying(35)",
                maxLength: 35,
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "facets",
                schema: "site",
                table: "article",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<bool>(
                name: "is_syndicated",
                schema: "site",
                table: "article",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "label",
                schema: "site",
                table: "article",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "language",
                schema: "site",
                table: "article",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "key_terms",
                schema: "site",
                table: "article",
                type: "text[]",
                nullable: false,
                computedColumnSql: "site.key_terms(headline, standfirst, body_text)",
                stored: true);

            migrationBuilder.CreateTable(
                name: "article_picture",
                schema: "site",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    picture_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_article_picture", x => new { x.article_id, x.picture_id });
                    table.ForeignKey(
                        name: "fk_article_picture_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "site",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_article_picture_picture_picture_id",
                        column: x => x.picture_id,
                        principalSchema: "site",
                        principalTable: "picture",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "correction",
                schema: "newsroom",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_correction", x => x.id);
                    table.ForeignKey(
                        name: "fk_correction_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "newsroom",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_correction_asp_net_users_created_by_id",
                        column: x => x.created_by_id,
                        principalSchema: "newsroom",
                        principalTable: "staff_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "correction",
                schema: "site",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_correction1", x => x.id);
                    table.ForeignKey(
                        name: "fk_correction_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "site",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "front_slot",
                schema: "newsroom",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_front_slot", x => x.name);
                    table.ForeignKey(
                        name: "fk_front_slot_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "newsroom",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "front_slot",
                schema: "site",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_front_slot1", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "most_read",
                schema: "site",
                columns: table => new
                {
                    position = table.Column<int>(type: "integer", nullable: false),
                    article_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_most_read", x => x.position);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                schema: "newsroom",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    path = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    last_error = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reading_count",
                schema: "newsroom",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    hour = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reading_count", x => new { x.hour, x.article_id });
                });

            migrationBuilder.CreateTable(
                name: "related_choice",
                schema: "newsroom",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    other_id = table.Column<long>(type: "bigint", nullable: false),
                    is_ban = table.Column<bool>(type: "boolean", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_related_choice1", x => new { x.article_id, x.other_id });
                    table.ForeignKey(
                        name: "fk_related_choice_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "newsroom",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_related_choice_article_other_id",
                        column: x => x.other_id,
                        principalSchema: "newsroom",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "related_choice",
                schema: "site",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    other_id = table.Column<long>(type: "bigint", nullable: false),
                    is_ban = table.Column<bool>(type: "boolean", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_related_choice", x => new { x.article_id, x.other_id });
                    table.ForeignKey(
                        name: "fk_related_choice_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "site",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "standing_page",
                schema: "newsroom",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    title = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    body = table.Column<string>(type: "character varying(100000)", maxLength: 100000, nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    reviewed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_standing_page1", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "standing_page",
                schema: "site",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    slug = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    body_html = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    reviewed_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_standing_page", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "word",
                schema: "site",
                columns: table => new
                {
                    word = table.Column<string>(type: "text", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_word", x => x.word);
                });

            migrationBuilder.CreateIndex(
                name: "ix_article_key_terms",
                schema: "site",
                table: "article",
                column: "key_terms")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_article_picture_picture_id",
                schema: "site",
                table: "article_picture",
                column: "picture_id");

            migrationBuilder.CreateIndex(
                name: "ix_correction_article_id_at",
                schema: "newsroom",
                table: "correction",
                columns: new[] { "article_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_correction_created_by_id",
                schema: "newsroom",
                table: "correction",
                column: "created_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_correction_article_id",
                schema: "site",
                table: "correction",
                column: "article_id");

            migrationBuilder.CreateIndex(
                name: "ix_correction_at_id",
                schema: "site",
                table: "correction",
                columns: new[] { "at", "id" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "ix_front_slot_article_id",
                schema: "newsroom",
                table: "front_slot",
                column: "article_id");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_due_at",
                schema: "newsroom",
                table: "outbox",
                column: "due_at",
                filter: "sent_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_related_choice_other_id",
                schema: "newsroom",
                table: "related_choice",
                column: "other_id");

            migrationBuilder.CreateIndex(
                name: "ix_standing_page_slug1",
                schema: "newsroom",
                table: "standing_page",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_standing_page_slug",
                schema: "site",
                table: "standing_page",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_word_word",
                schema: "site",
                table: "word",
                column: "word")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.FillFacetsAndWords();
            migrationBuilder.AddAppendOnlyCorrections();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RemoveReaderSearch();

            migrationBuilder.AlterColumn<string>(
                name: "headline",
                schema: "newsroom",
                table: "article_version",
                type: "character varying(150)",
                maxLength: 150,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(300)",
                oldMaxLength: 300
            );

            migrationBuilder.DropTable(
                name: "article_picture",
                schema: "site");

            migrationBuilder.DropTable(
                name: "correction",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "correction",
                schema: "site");

            migrationBuilder.DropTable(
                name: "front_slot",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "front_slot",
                schema: "site");

            migrationBuilder.DropTable(
                name: "most_read",
                schema: "site");

            migrationBuilder.DropTable(
                name: "outbox",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "reading_count",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "related_choice",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "related_choice",
                schema: "site");

            migrationBuilder.DropTable(
                name: "standing_page",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "standing_page",
                schema: "site");

            migrationBuilder.DropTable(
                name: "word",
                schema: "site");

            migrationBuilder.DropColumn(
                name: "is_syndicated",
                schema: "newsroom",
                table: "article_version");

            migrationBuilder.DropColumn(
                name: "label",
                schema: "newsroom",
                table: "article_version");

            migrationBuilder.DropColumn(
                name: "language",
                schema: "newsroom",
                table: "article_version");

            migrationBuilder.DropColumn(
                name: "facets",
                schema: "site",
                table: "article");

            migrationBuilder.DropColumn(
                name: "is_syndicated",
                schema: "site",
                table: "article");

            migrationBuilder.DropColumn(
                name: "label",
                schema: "site",
                table: "article");

            migrationBuilder.DropColumn(
                name: "language",
                schema: "site",
                table: "article");

        }
    }
}
