using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.Web.Hosting;

internal static class Migrating
{
    /// <summary>Brings the database up to date; several servers may start at once.</summary>
    public static async Task MigrateAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NewsroomDb>();
        await db.Database.MigrateAsync();
    }
}
