using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261126212640_Terms")]
    public partial class Terms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tag_slug1",
                schema: "newsroom",
                table: "tag");

            migrationBuilder.AddColumn<long>(
                name: "replaced_by_id",
                schema: "newsroom",
                table: "tag",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_hidden",
                schema: "site",
                table: "category",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "media_topic",
                schema: "site",
                table: "category",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_hidden",
                schema: "newsroom",
                table: "category",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "media_topic",
                schema: "newsroom",
                table: "category",
                type: "character varying(8)",
                maxLength: 8,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "merger",
                schema: "newsroom",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    heir_id = table.Column<long>(type: "bigint", nullable: false),
                    taken_ids = table.Column<long[]>(type: "bigint[]", nullable: false),
                    names = table.Column<string>(type: "text", nullable: false),
                    child_ids = table.Column<long[]>(type: "bigint[]", nullable: false),
                    child_positions = table.Column<int[]>(type: "integer[]", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by_name = table.Column<string>(type: "text", nullable: false),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_merger", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tag_synonym",
                schema: "newsroom",
                columns: table => new
                {
                    slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    tag_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tag_synonym", x => x.slug);
                    table.ForeignKey(
                        name: "fk_tag_synonym_tag_tag_id",
                        column: x => x.tag_id,
                        principalSchema: "newsroom",
                        principalTable: "tag",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_tag_replaced_by_id",
                schema: "newsroom",
                table: "tag",
                column: "replaced_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_tag_slug1",
                schema: "newsroom",
                table: "tag",
                column: "slug",
                unique: true,
                filter: "replaced_by_id is null");

            migrationBuilder.CreateIndex(
                name: "ix_tag_slug2",
                schema: "newsroom",
                table: "tag",
                column: "slug");

            migrationBuilder.CreateIndex(
                name: "ix_former_slug_target_id",
                schema: "newsroom",
                table: "former_slug",
                column: "target_id");

            migrationBuilder.CreateIndex(
                name: "ix_merger_kind_at",
                schema: "newsroom",
                table: "merger",
                columns: new[] { "kind", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_tag_synonym_tag_id",
                schema: "newsroom",
                table: "tag_synonym",
                column: "tag_id");

            migrationBuilder.AddForeignKey(
                name: "fk_tag_tag_replaced_by_id",
                schema: "newsroom",
                table: "tag",
                column: "replaced_by_id",
                principalSchema: "newsroom",
                principalTable: "tag",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddTerms();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RemoveTerms();

            migrationBuilder.DropForeignKey(
                name: "fk_tag_tag_replaced_by_id",
                schema: "newsroom",
                table: "tag");

            migrationBuilder.DropTable(
                name: "merger",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "tag_synonym",
                schema: "newsroom");

            migrationBuilder.DropIndex(
                name: "ix_tag_replaced_by_id",
                schema: "newsroom",
                table: "tag");

            migrationBuilder.DropIndex(
                name: "ix_tag_slug1",
                schema: "newsroom",
                table: "tag");

            migrationBuilder.DropIndex(
                name: "ix_tag_slug2",
                schema: "newsroom",
                table: "tag");

            migrationBuilder.DropIndex(
                name: "ix_former_slug_target_id",
                schema: "newsroom",
                table: "former_slug");

            migrationBuilder.DropColumn(
                name: "replaced_by_id",
                schema: "newsroom",
                table: "tag");

            migrationBuilder.DropColumn(
                name: "is_hidden",
                schema: "site",
                table: "category");

            migrationBuilder.DropColumn(
                name: "media_topic",
                schema: "site",
                table: "category");

            migrationBuilder.DropColumn(
                name: "is_hidden",
                schema: "newsroom",
                table: "category");

            migrationBuilder.DropColumn(
                name: "media_topic",
                schema: "newsroom",
                table: "category");

            migrationBuilder.CreateIndex(
                name: "ix_tag_slug1",
                schema: "newsroom",
                table: "tag",
                column: "slug",
                unique: true);
        }
    }
}
