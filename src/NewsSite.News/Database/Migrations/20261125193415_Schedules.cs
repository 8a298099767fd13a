using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261125193415_Schedules")]
    public partial class Schedules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "embargo_until",
                schema: "newsroom",
                table: "article",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "scheduled_act",
                schema: "newsroom",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    order = table.Column<string>(type: "jsonb", nullable: false),
                    by_id = table.Column<long>(type: "bigint", nullable: true),
                    by_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failure = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_scheduled_act", x => x.id);
                    table.ForeignKey(
                        name: "fk_scheduled_act_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "newsroom",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_scheduled_act_asp_net_users_by_id",
                        column: x => x.by_id,
                        principalSchema: "newsroom",
                        principalTable: "staff_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_scheduled_act_article_id_kind",
                schema: "newsroom",
                table: "scheduled_act",
                columns: new[] { "article_id", "kind" },
                unique: true,
                filter: "done_at is null and failure is null");

            migrationBuilder.CreateIndex(
                name: "ix_scheduled_act_by_id",
                schema: "newsroom",
                table: "scheduled_act",
                column: "by_id");

            migrationBuilder.CreateIndex(
                name: "ix_scheduled_act_due_at",
                schema: "newsroom",
                table: "scheduled_act",
                column: "due_at",
                filter: "done_at is null and failure is null");

            migrationBuilder.CreateIndex(
                name: "ix_scheduled_act_failed",
                schema: "newsroom",
                table: "scheduled_act",
                column: "article_id",
                filter: "failure is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "scheduled_act",
                schema: "newsroom");

            migrationBuilder.DropColumn(
                name: "embargo_until",
                schema: "newsroom",
                table: "article");
        }
    }
}
