using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261126043605_ScheduledKinds")]
    public partial class ScheduledKinds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_scheduled_act_article_id_kind",
                schema: "newsroom",
                table: "scheduled_act");

            migrationBuilder.CreateIndex(
                name: "ix_scheduled_act_article_id_kind",
                schema: "newsroom",
                table: "scheduled_act",
                columns: new[] { "article_id", "kind" },
                unique: true,
                filter: "done_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_scheduled_act_article_id_kind",
                schema: "newsroom",
                table: "scheduled_act");

            migrationBuilder.CreateIndex(
                name: "ix_scheduled_act_article_id_kind",
                schema: "newsroom",
                table: "scheduled_act",
                columns: new[] { "article_id", "kind" },
                unique: true,
                filter: "done_at is null and failure is null");
        }
    }
}
