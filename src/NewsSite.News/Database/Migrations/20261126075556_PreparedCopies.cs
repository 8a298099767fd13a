using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NpgsqlTypes;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261126075556_PreparedCopies")]
    public partial class PreparedCopies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddKeptSearch();

            migrationBuilder.CreateTable(
                name: "prepared_copy",
                schema: "newsroom",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    act_id = table.Column<long>(type: "bigint", nullable: false),
                    made_from = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    html = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    pictures = table.Column<string[]>(type: "text[]", nullable: false),
                    words = table.Column<NpgsqlTsVector>(type: "tsvector", nullable: false),
                    key_terms = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_prepared_copy", x => x.article_id);
                    table.ForeignKey(
                        name: "fk_prepared_copy_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "newsroom",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_prepared_copy_scheduled_act_act_id",
                        column: x => x.act_id,
                        principalSchema: "newsroom",
                        principalTable: "scheduled_act",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_prepared_copy_act_id",
                schema: "newsroom",
                table: "prepared_copy",
                column: "act_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "prepared_copy",
                schema: "newsroom");

            migrationBuilder.RemoveKeptSearch();
        }
    }
}
