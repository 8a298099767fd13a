using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    public partial class Alerts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "words",
                schema: "newsroom",
                table: "webhook_delivery",
                type: "character varying(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "alert",
                schema: "newsroom",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    key = table.Column<Guid>(type: "uuid", nullable: false),
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    words = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    asked_by_id = table.Column<long>(type: "bigint", nullable: false),
                    asked_by_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    decided_by_id = table.Column<long>(type: "bigint", nullable: true),
                    decided_by_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert", x => x.id);
                    table.ForeignKey(
                        name: "fk_alert_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "newsroom",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_alert_asp_net_users_asked_by_id",
                        column: x => x.asked_by_id,
                        principalSchema: "newsroom",
                        principalTable: "staff_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_alert_asp_net_users_decided_by_id",
                        column: x => x.decided_by_id,
                        principalSchema: "newsroom",
                        principalTable: "staff_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "alert_address",
                schema: "newsroom",
                columns: table => new
                {
                    address = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_address", x => x.address);
                });

            migrationBuilder.CreateTable(
                name: "alert_mail",
                schema: "newsroom",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    alert_id = table.Column<long>(type: "bigint", nullable: false),
                    address = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    error = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_mail", x => x.id);
                    table.ForeignKey(
                        name: "fk_alert_mail_alert_alert_id",
                        column: x => x.alert_id,
                        principalSchema: "newsroom",
                        principalTable: "alert",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_alert_article_id_id",
                schema: "newsroom",
                table: "alert",
                columns: new[] { "article_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_alert_asked_by_id",
                schema: "newsroom",
                table: "alert",
                column: "asked_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_alert_decided_by_id",
                schema: "newsroom",
                table: "alert",
                column: "decided_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_alert_key",
                schema: "newsroom",
                table: "alert",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_alert_waiting",
                schema: "newsroom",
                table: "alert",
                column: "asked_at",
                filter: "outcome is null");

            migrationBuilder.CreateIndex(
                name: "ix_alert_mail_alert_id_address",
                schema: "newsroom",
                table: "alert_mail",
                columns: new[] { "alert_id", "address" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_alert_mail_created_at",
                schema: "newsroom",
                table: "alert_mail",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_alert_mail_due_at",
                schema: "newsroom",
                table: "alert_mail",
                column: "due_at",
                filter: "ended_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alert_address",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "alert_mail",
                schema: "newsroom");

            migrationBuilder.DropTable(
                name: "alert",
                schema: "newsroom");

            migrationBuilder.DropColumn(
                name: "words",
                schema: "newsroom",
                table: "webhook_delivery");
        }
    }
}
