using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261125185557_WorkingCopies")]
    public partial class WorkingCopies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "window",
                schema: "newsroom",
                table: "article_version",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "open_window",
                schema: "newsroom",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    window = table.Column<Guid>(type: "uuid", nullable: false),
                    staff_member_id = table.Column<long>(type: "bigint", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    writing_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    kept_sequence = table.Column<long>(type: "bigint", nullable: false),
                    saved_sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_open_window", x => new { x.article_id, x.window });
                    table.ForeignKey(
                        name: "fk_open_window_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "newsroom",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_open_window_asp_net_users_staff_member_id",
                        column: x => x.staff_member_id,
                        principalSchema: "newsroom",
                        principalTable: "staff_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "working_copy",
                schema: "newsroom",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    staff_member_id = table.Column<long>(type: "bigint", nullable: false),
                    based_on = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<string>(type: "jsonb", nullable: false),
                    tag_names = table.Column<string[]>(type: "text[]", nullable: false),
                    kept_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_working_copy", x => new { x.article_id, x.staff_member_id });
                    table.ForeignKey(
                        name: "fk_working_copy_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "newsroom",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_working_copy_asp_net_users_staff_member_id",
                        column: x => x.staff_member_id,
                        principalSchema: "newsroom",
                        principalTable: "staff_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_open_window_pen",
                schema: "newsroom",
                table: "open_window",
                column: "article_id",
                unique: true,
                filter: "writing_since is not null");

            migrationBuilder.CreateIndex(
                name: "ix_open_window_staff_member_id",
                schema: "newsroom",
                table: "open_window",
                column: "staff_member_id");

            migrationBuilder.CreateIndex(
                name: "ix_working_copy_staff_member_id",
                schema: "newsroom",
                table: "working_copy",
                column: "staff_member_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "open_window",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "working_copy",
                schema: "newsroom");

            migrationBuilder.DropColumn(
                name: "window",
                schema: "newsroom",
                table: "article_version");
        }
    }
}
