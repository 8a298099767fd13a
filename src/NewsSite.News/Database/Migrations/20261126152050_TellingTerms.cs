using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261126152050_TellingTerms")]
    public partial class TellingTerms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_article_key_terms",
                schema: "site",
                table: "article");
            migrationBuilder.AddTellingTerms();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RemoveTellingTerms();
            migrationBuilder.CreateIndex(
                name: "ix_article_key_terms",
                schema: "site",
                table: "article",
                column: "key_terms")
                .Annotation("Npgsql:IndexMethod", "gin");
        }
    }
}
