using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261128032856_KeysOfImportedPages")]
    public partial class KeysOfImportedPages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "import_key",
                schema: "newsroom",
                table: "standing_page",
                type: "uuid",
                nullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "old_site",
                schema: "newsroom",
                table: "asked_import",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(200)",
                oldMaxLength: 200,
                oldNullable: true);

            migrationBuilder.AddColumn<string>(
                name: "permalinks",
                schema: "newsroom",
                table: "asked_import",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_standing_page_import_key",
                schema: "newsroom",
                table: "standing_page",
                column: "import_key",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_standing_page_import_key",
                schema: "newsroom",
                table: "standing_page");

            migrationBuilder.DropColumn(
                name: "import_key",
                schema: "newsroom",
                table: "standing_page");

            migrationBuilder.DropColumn(
                name: "permalinks",
                schema: "newsroom",
                table: "asked_import");

            migrationBuilder.AlterColumn<string>(
                name: "old_site",
                schema: "newsroom",
                table: "asked_import",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(1000)",
                oldMaxLength: 1000,
                oldNullable: true);
        }
    }
}
