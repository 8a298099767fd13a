using NewsSite.News.Database;
using NewsSite.News.Demo;
using NewsSite.Web.Accounts;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Hosting;

internal static class Welcome
{
    /// <summary>Fills an empty database in Development, and says on the terminal how to come in.</summary>
    public static async Task WelcomeAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var site = app.Services.GetRequiredService<SiteOptions>();
        var lines = app.Environment.IsDevelopment()
            ? await DemoAsync(scope.ServiceProvider)
            : await FirstAdminAsync(scope.ServiceProvider, site, app.Services.GetRequiredService<SiteDatabase>());
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            if (app.Environment.IsDevelopment())
            {
                Console.WriteLine($"{Environment.NewLine}  {site.Name} is at {site.Root}");
            }

            foreach (var line in lines)
            {
                Console.WriteLine($"  {line}");
            }
        });
    }

    private static async Task<IReadOnlyList<string>> DemoAsync(IServiceProvider services)
    {
        var accounts = await services.GetRequiredService<DemoNewspaper>().FillIfEmptyAsync(CancellationToken.None);
        return accounts.Count == 0
            ? []
            :
            [
                "",
                $"  Demo accounts for /newsroom (password: {DemoNewspaper.Password})",
                .. accounts.Select(a => $"    {a.Email} ({a.Role})"),
                "",
            ];
    }

    private static async Task<IReadOnlyList<string>> FirstAdminAsync(
        IServiceProvider services,
        SiteOptions site,
        SiteDatabase database
    ) =>
        !await StartingChecks.HasAccountsAsync(database.ConnectionString)
        && await services.GetRequiredService<FirstAdminDoor>().AddressAsync(CancellationToken.None) is { } address
            ? [$"Nobody has an account yet. Make the first admin, once, at {site.Root}{address}"]
            : [];
}
