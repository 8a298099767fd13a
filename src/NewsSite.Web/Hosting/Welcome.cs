using NewsSite.Web.Accounts;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Hosting;

internal static class Welcome
{
    /// <summary>Fills an empty database in Development, and says on the terminal how to come in.</summary>
    public static async Task WelcomeAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        if (app.Environment.IsDevelopment())
        {
            await DemoNewspaper.FillAsync(CancellationToken.None);
            return;
        }

        var door = scope.ServiceProvider.GetRequiredService<FirstAdminDoor>();
        if (await door.AddressAsync(CancellationToken.None) is { } address)
        {
            var site = app.Services.GetRequiredService<SiteOptions>();
            await Console.Out.WriteLineAsync(
                $"Nobody has an account yet. Make the first admin, once, at {site.Root}{address}"
            );
        }
    }
}
