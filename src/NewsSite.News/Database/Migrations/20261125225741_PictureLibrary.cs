using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NpgsqlTypes;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261125225741_PictureLibrary")]
    public partial class PictureLibrary : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "added_by_id",
                schema: "newsroom",
                table: "picture",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "original_name",
                schema: "newsroom",
                table: "picture",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "upload_key",
                schema: "newsroom",
                table: "picture",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "usage_terms",
                schema: "newsroom",
                table: "picture",
                type: "character varying(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<uint>(
                name: "xmin",
                schema: "newsroom",
                table: "picture",
                type: "xid",
                rowVersion: true,
                nullable: false,
                defaultValue: 0u);

            migrationBuilder.AddColumn<NpgsqlTsVector>(
                name: "search",
                schema: "newsroom",
                table: "picture",
                type: "tsvector",
                nullable: true,
                computedColumnSql: "to_tsvector('site.news', alt || ' ' || coalesce(caption, '') || ' ' || coalesce(credit, '') || ' '\n    || coalesce(usage_terms, '') || ' ' || translate(coalesce(original_name, ''), '._-', '   '))",
                stored: true);

            migrationBuilder.CreateIndex(
                name: "ix_picture_added_by_id",
                schema: "newsroom",
                table: "picture",
                column: "added_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_picture_id",
                schema: "newsroom",
                table: "picture",
                column: "id",
                filter: "alt = ''");

            migrationBuilder.CreateIndex(
                name: "ix_picture_search",
                schema: "newsroom",
                table: "picture",
                column: "search")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_picture_upload_key",
                schema: "newsroom",
                table: "picture",
                column: "upload_key",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_picture_asp_net_users_added_by_id",
                schema: "newsroom",
                table: "picture",
                column: "added_by_id",
                principalSchema: "newsroom",
                principalTable: "staff_member",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
            migrationBuilder.AddPictureLibrary();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RemovePictureLibrary();
            migrationBuilder.DropForeignKey(
                name: "fk_picture_asp_net_users_added_by_id",
                schema: "newsroom",
                table: "picture");

            migrationBuilder.DropIndex(
                name: "ix_picture_added_by_id",
                schema: "newsroom",
                table: "picture");

            migrationBuilder.DropIndex(
                name: "ix_picture_id",
                schema: "newsroom",
                table: "picture");

            migrationBuilder.DropIndex(
                name: "ix_picture_search",
                schema: "newsroom",
                table: "picture");

            migrationBuilder.DropIndex(
                name: "ix_picture_upload_key",
                schema: "newsroom",
                table: "picture");

            migrationBuilder.DropColumn(
                name: "search",
                schema: "newsroom",
                table: "picture");

            migrationBuilder.DropColumn(
                name: "added_by_id",
                schema: "newsroom",
                table: "picture");

            migrationBuilder.DropColumn(
                name: "original_name",
                schema: "newsroom",
                table: "picture");

            migrationBuilder.DropColumn(
                name: "upload_key",
                schema: "newsroom",
                table: "picture");

            migrationBuilder.DropColumn(
                name: "usage_terms",
                schema: "newsroom",
                table: "picture");

            migrationBuilder.DropColumn(
                name: "xmin",
                schema: "newsroom",
                table: "picture");
        }
    }
}
