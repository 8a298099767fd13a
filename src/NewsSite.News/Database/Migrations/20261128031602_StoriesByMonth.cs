using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261128031602_StoriesByMonth")]
    public partial class StoriesByMonth : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "month",
                schema: "site",
                columns: table => new
                {
                    begins = table.Column<DateOnly>(type: "date", nullable: false),
                    stories = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_month", x => x.begins);
                });
            migrationBuilder.AddMonths();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RemoveMonths();
            migrationBuilder.DropTable(
                name: "month",
                schema: "site");
        }
    }
}
