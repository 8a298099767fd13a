using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261127010844_SettingsAndJobs")]
    public partial class SettingsAndJobs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "job",
                schema: "newsroom",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ran_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    milliseconds = table.Column<int>(type: "integer", nullable: false),
                    server = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    failed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failure = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_job", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "settings",
                schema: "site",
                columns: table => new
                {
                    id = table.Column<short>(type: "smallint", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    masthead = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    description = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    language = table.Column<string>(type: "character varying(35)", maxLength: 35, nullable: false),
                    time_zone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    contact = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    crawler_policy = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    robots_lines = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    breaking_hours = table.Column<int>(type: "integer", nullable: false),
                    feed_stories = table.Column<int>(type: "integer", nullable: false),
                    counts_readings = table.Column<bool>(type: "boolean", nullable: false),
                    social_links = table.Column<List<string>>(type: "text[]", nullable: false),
                    policies = table.Column<List<string>>(type: "text[]", nullable: false),
                    header_menu = table.Column<List<string>>(type: "text[]", nullable: false),
                    footer_menu = table.Column<List<string>>(type: "text[]", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settings", x => x.id);
                    table.CheckConstraint("ck_settings_one", "id = 1");
                });
            migrationBuilder.AddSettingsBell();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RemoveSettingsBell();
            migrationBuilder.DropTable(
                name: "job",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "settings",
                schema: "site");
        }
    }
}
