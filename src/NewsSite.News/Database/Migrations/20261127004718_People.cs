using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261127004718_People")]
    public partial class People : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_author_staff_member_id",
                schema: "newsroom",
                table: "author");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "asked_for_second_factor_at",
                schema: "newsroom",
                table: "staff_member",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "link_until",
                schema: "newsroom",
                table: "staff_member",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long[]>(
                name: "section_ids",
                schema: "newsroom",
                table: "staff_member",
                type: "bigint[]",
                nullable: false,
                defaultValue: new long[0]);

            migrationBuilder.AddColumn<bool>(
                name: "is_former",
                schema: "site",
                table: "author",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string[]>(
                name: "links",
                schema: "site",
                table: "author",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<string[]>(
                name: "links",
                schema: "newsroom",
                table: "author",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.CreateIndex(
                name: "ix_author_name_id",
                schema: "newsroom",
                table: "author",
                columns: new[] { "name", "id" })
                .Annotation("Npgsql:IndexInclude", new[] { "slug" });

            migrationBuilder.CreateIndex(
                name: "ix_author_staff_member_id",
                schema: "newsroom",
                table: "author",
                column: "staff_member_id",
                unique: true);
            migrationBuilder.AddFormerStaff();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RemoveFormerStaff();
            migrationBuilder.DropIndex(
                name: "ix_author_name_id",
                schema: "newsroom",
                table: "author");

            migrationBuilder.DropIndex(
                name: "ix_author_staff_member_id",
                schema: "newsroom",
                table: "author");

            migrationBuilder.DropColumn(
                name: "asked_for_second_factor_at",
                schema: "newsroom",
                table: "staff_member");

            migrationBuilder.DropColumn(
                name: "link_until",
                schema: "newsroom",
                table: "staff_member");

            migrationBuilder.DropColumn(
                name: "section_ids",
                schema: "newsroom",
                table: "staff_member");

            migrationBuilder.DropColumn(
                name: "is_former",
                schema: "site",
                table: "author");

            migrationBuilder.DropColumn(
                name: "links",
                schema: "site",
                table: "author");

            migrationBuilder.DropColumn(
                name: "links",
                schema: "newsroom",
                table: "author");

            migrationBuilder.CreateIndex(
                name: "ix_author_staff_member_id",
                schema: "newsroom",
                table: "author",
                column: "staff_member_id");
        }
    }
}
