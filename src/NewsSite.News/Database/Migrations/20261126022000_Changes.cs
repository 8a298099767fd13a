using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace NewsSite.News.Database.Migrations;

/// <summary>Rings the bell: whatever writes <c>site</c>, the database itself tells all servers what changed.</summary>
[DbContext(typeof(NewsroomDb))]
[Migration("20261126022000_Changes")]
public sealed class Changes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddBell();

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.RemoveBell();
}
