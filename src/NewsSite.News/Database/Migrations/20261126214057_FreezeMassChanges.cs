using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261126214057_FreezeMassChanges")]
    public partial class FreezeMassChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_publication_by_id",
                schema: "newsroom",
                table: "publication");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "frozen_at",
                schema: "newsroom",
                table: "staff_member",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_publication_by_id_at",
                schema: "newsroom",
                table: "publication",
                columns: new[] { "by_id", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_publication_by_id_at",
                schema: "newsroom",
                table: "publication");

            migrationBuilder.DropColumn(
                name: "frozen_at",
                schema: "newsroom",
                table: "staff_member");

            migrationBuilder.CreateIndex(
                name: "ix_publication_by_id",
                schema: "newsroom",
                table: "publication",
                column: "by_id");
        }
    }
}
