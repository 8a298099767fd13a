using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261126142353_TellByBell")]
    public partial class TellByBell : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.TellByBell();

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // A bell that says more harms nobody.
        }
    }
}
