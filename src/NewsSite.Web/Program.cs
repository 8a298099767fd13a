using NewsSite.News;
using NewsSite.Web.Accounts;
using NewsSite.Web.Delivery.Pages;
using NewsSite.Web.Hosting;
using NewsSite.Web.Reading;
using NewsSite.Web.Shared;

// The table of contents. A verb (migrate, rebuild, staff add …) does one thing and ends; no verb serves the site.
try
{
    // A published site has its files beside it, wherever it is started from.
    var isPublished = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
    var builder = WebApplication.CreateBuilder(
        new WebApplicationOptions
        {
            Args = Verb.Options(args),
            ContentRootPath = isPublished ? AppContext.BaseDirectory : null,
        }
    );
    builder.AddLogging();
    var site = builder.AddSiteOptions();
    var verb = Verb.Find(args);
    var isServing = verb is null;
    var started = isServing && isPublished ? StartThreads.Add() : null;
    await using var database = await SiteDatabase.OpenAsync(builder.Configuration, site, isServing);

    builder.Services.AddSingleton(database);
    using var storage = site.OpenStorage();
    builder.Services.AddNews(
        new(database.ConnectionString, site.MediaFolder, storage, site.CheckLinks, site.FreezeAfter)
    );
    builder.Services.AddAccounts(site);
    builder.Services.AddShared();
    builder.AddDoors(site, database.ConnectionString, isServing);
    KeysAhead.Add(builder.Services);
    if (isServing)
    {
        builder.AddTelemetry(site);
    }

    if (database.IsAway)
    {
        builder.Services.AddHostedService<LateMigration>();
    }

    await using var app = builder.Build();
    if (isServing && isPublished && !database.IsAway)
    {
        app.ReadFrontAhead();
    }

    if (!database.IsAway && verb is not { TakesAnyDatabase: true })
    {
        await app.Services.MigrateAsync();
    }

    if (verb is not null)
    {
        return await verb.RunAsync(app);
    }

    if (started is not null)
    {
        app.Lifetime.ApplicationStarted.Register(started);
    }

    app.UseDoors();
    if (!database.IsAway)
    {
        await app.Services.TakeSettingsAsync();
        await app.WelcomeAsync();
    }

    await app.ServeAsync();
    return 0;
}
catch (StartRefusedException refused)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return 1;
}

/// <summary>The entry point, named so that the tests can start the whole site.</summary>
public partial class Program;
