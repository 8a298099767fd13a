using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261127174158_Wire")]
    public partial class Wire : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "wire_source",
                schema: "newsroom",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    address = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    credit = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    category_id = table.Column<long>(type: "bigint", nullable: true),
                    is_syndicated = table.Column<bool>(type: "boolean", nullable: false),
                    every_minutes = table.Column<int>(type: "integer", nullable: false),
                    is_on = table.Column<bool>(type: "boolean", nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    e_tag = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    last_modified = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    tried_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    entries = table.Column<int>(type: "integer", nullable: false),
                    news = table.Column<int>(type: "integer", nullable: false),
                    failure = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wire_source", x => x.id);
                    table.ForeignKey(
                        name: "fk_wire_source_category_category_id",
                        column: x => x.category_id,
                        principalSchema: "newsroom",
                        principalTable: "category",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "wire_entry",
                schema: "newsroom",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    source_id = table.Column<long>(type: "bigint", nullable: false),
                    entry_id = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    headline = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    standfirst = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    summary = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    body = table.Column<string>(type: "character varying(200000)", maxLength: 200000, nullable: false),
                    remark = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    byline = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    link = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    link_key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    language = table.Column<string>(type: "character varying(35)", maxLength: 35, nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    embargo_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    killed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    digest = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    hidden_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    hidden_by_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    article_id = table.Column<long>(type: "bigint", nullable: true),
                    taken_by_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    taken_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wire_entry", x => x.id);
                    table.ForeignKey(
                        name: "fk_wire_entry_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "newsroom",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_wire_entry_wire_source_source_id",
                        column: x => x.source_id,
                        principalSchema: "newsroom",
                        principalTable: "wire_source",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_wire_entry_all",
                schema: "newsroom",
                table: "wire_entry",
                columns: new[] { "at", "id" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "ix_wire_entry_article_id",
                schema: "newsroom",
                table: "wire_entry",
                column: "article_id",
                filter: "article_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_wire_entry_hidden",
                schema: "newsroom",
                table: "wire_entry",
                columns: new[] { "at", "id" },
                descending: new bool[0],
                filter: "hidden_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_wire_entry_link_key",
                schema: "newsroom",
                table: "wire_entry",
                column: "link_key",
                filter: "link_key is not null");

            migrationBuilder.CreateIndex(
                name: "ix_wire_entry_new",
                schema: "newsroom",
                table: "wire_entry",
                columns: new[] { "at", "id" },
                descending: new bool[0],
                filter: "hidden_at is null and article_id is null");

            migrationBuilder.CreateIndex(
                name: "ix_wire_entry_source_id_at_id",
                schema: "newsroom",
                table: "wire_entry",
                columns: new[] { "source_id", "at", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_wire_entry_source_id_entry_id",
                schema: "newsroom",
                table: "wire_entry",
                columns: new[] { "source_id", "entry_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_wire_entry_taken",
                schema: "newsroom",
                table: "wire_entry",
                columns: new[] { "at", "id" },
                descending: new bool[0],
                filter: "article_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_wire_source_address",
                schema: "newsroom",
                table: "wire_source",
                column: "address",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_wire_source_category_id",
                schema: "newsroom",
                table: "wire_source",
                column: "category_id");

            migrationBuilder.CreateIndex(
                name: "ix_wire_source_next_at",
                schema: "newsroom",
                table: "wire_source",
                column: "next_at",
                filter: "is_on");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "wire_entry",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "wire_source",
                schema: "newsroom");
        }
    }
}
