using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261127040532_AdminScreens")]
    public partial class AdminScreens : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_correction_supersedes_id",
                schema: "newsroom",
                table: "correction");

            migrationBuilder.AddColumn<string>(
                name: "dark_logo",
                schema: "site",
                table: "settings",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<List<string>>(
                name: "languages",
                schema: "site",
                table: "settings",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "logo",
                schema: "site",
                table: "settings",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "job_request",
                schema: "newsroom",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    taken_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    server = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failure = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_job_request", x => x.name);
                });

            migrationBuilder.CreateIndex(
                name: "ix_correction_supersedes_id",
                schema: "newsroom",
                table: "correction",
                column: "supersedes_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "job_request",
                schema: "newsroom");

            migrationBuilder.DropIndex(
                name: "ix_correction_supersedes_id",
                schema: "newsroom",
                table: "correction");

            migrationBuilder.DropColumn(
                name: "dark_logo",
                schema: "site",
                table: "settings");

            migrationBuilder.DropColumn(
                name: "languages",
                schema: "site",
                table: "settings");

            migrationBuilder.DropColumn(
                name: "logo",
                schema: "site",
                table: "settings");

            migrationBuilder.CreateIndex(
                name: "ix_correction_supersedes_id",
                schema: "newsroom",
                table: "correction",
                column: "supersedes_id",
                unique: true);
        }
    }
}
