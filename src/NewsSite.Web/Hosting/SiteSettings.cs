using NewsSite.News.Backups;
using NewsSite.News.Media;
using NewsSite.Web.Shared;
using Npgsql;

namespace NewsSite.Web.Hosting;

internal static class SiteSettings
{
    private const string DefaultUrl = "http://localhost:5080";

    /// <summary>Reads and checks the settings, and makes them known to the pages.</summary>
    /// <exception cref="StartRefusedException">A setting is wrong; the message names it.</exception>
    public static SiteOptions AddSiteOptions(this WebApplicationBuilder builder)
    {
        var urls = builder.Configuration[WebHostDefaults.ServerUrlsKey];
        if (string.IsNullOrEmpty(urls))
        {
            urls = DefaultUrl;
            builder.WebHost.UseUrls(DefaultUrl);
        }

        var site = Read(builder.Configuration);
        if (string.IsNullOrWhiteSpace(site.Name) || site.Name.Length > 60)
        {
            throw new StartRefusedException("The setting NewsSite__Name must be a name of 1 to 60 characters.");
        }

        if (site.FreezeAfter < 0)
        {
            throw new StartRefusedException("The setting NewsSite__FreezeAfter must be a number of stories, or 0.");
        }

        if (site.SecondFactorGraceDays is < 0 or > 365)
        {
            throw new StartRefusedException("The setting NewsSite__SecondFactorGraceDays must be 0 to 365 days.");
        }

        if (site.OpenIdConnect.Fault() is { } fault)
        {
            throw new StartRefusedException(fault);
        }

        CheckMail(site.Smtp);
        site.Root = Root(site.Address, builder.Environment.IsProduction(), urls.Split(';')[0]);
        site.Zone = TimeZoneInfo.TryFindSystemTimeZoneById(site.TimeZone, out var zone)
            ? zone
            : throw new StartRefusedException(
                $"The setting NewsSite__TimeZone is “{site.TimeZone}”, which is no time zone. Use a name like Europe/London."
            );
        site.DataFolder = Path.GetFullPath(
            site.DataDirectory ?? "data",
            // Beside the project for a clone, beside the program for a published build.
            builder.Environment.ContentRootPath
        );
        CrawlerSettings.Check(site);
        CheckStorage(site.ObjectStorage);
        CheckBackup(site.Backup);
        if (!string.IsNullOrEmpty(site.FrontCache.Purge) && site.FrontCache.Parse() is null)
        {
            throw new StartRefusedException(
                $"The setting NewsSite__FrontCache__Purge is “{site.FrontCache.Purge}”. It must be an address like "
                    + "http://cache:80/, or a method and an address."
            );
        }

        site.Replicas = Replicas(builder.Configuration);
        site.IsPublic = builder.Environment.IsProduction();
        builder.Services.AddSingleton(site);
        return site;
    }

    /// <returns>The bucket for pictures; null where the settings name none.</returns>
    public static ObjectStorage? OpenStorage(this SiteOptions site) =>
        string.IsNullOrEmpty(site.ObjectStorage.Bucket) ? null : new ObjectStorage(site.ObjectStorage);

    private static string? Replicas(ConfigurationManager configuration)
    {
        const string Setting = "The setting ConnectionStrings__NewsSiteReplicas";
        if (configuration.GetConnectionString("NewsSiteReplicas") is not { Length: > 0 } named)
        {
            return null;
        }

        if (string.IsNullOrEmpty(configuration.GetConnectionString("NewsSite")))
        {
            throw new StartRefusedException($"{Setting} needs ConnectionStrings__NewsSite beside it.");
        }

        try
        {
            var replicas = new NpgsqlConnectionStringBuilder(named);
            using var source = new NpgsqlDataSourceBuilder(named).BuildMultiHost();
            return replicas.Host!.Split(',').Any(string.IsNullOrWhiteSpace)
                ? throw new ArgumentException("A host is empty.")
                : named;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw new StartRefusedException(
                $"{Setting} cannot be used: {e.Message} It must be like "
                    + "Host=first:5432,second:5432;Database=…;Username=…;Password=…",
                e
            );
        }
    }

    private static void CheckMail(SmtpOptions smtp)
    {
        if (smtp.IsOn && smtp.Sender() is null)
        {
            throw new StartRefusedException(
                "The setting NewsSite__Smtp__Host needs NewsSite__Smtp__From beside it, an address like newsroom@example.org."
            );
        }

        if (smtp.IsOn && smtp.Port is < 1 or > 65535)
        {
            throw new StartRefusedException("The setting NewsSite__Smtp__Port must be 1 to 65535.");
        }
    }

    private static void CheckBackup(BackupOptions backup)
    {
        if (backup.Time is null)
        {
            throw new StartRefusedException(
                $"The setting NewsSite__Backup__At is “{backup.At}”. It must be a time of the day like 03:00."
            );
        }

        if (backup.Keep < 1)
        {
            throw new StartRefusedException(
                "The setting NewsSite__Backup__Keep must be a number of backups, 1 or more."
            );
        }
    }

    private static void CheckStorage(ObjectStorageOptions storage)
    {
        if (string.IsNullOrEmpty(storage.Bucket))
        {
            return;
        }

        if (string.IsNullOrEmpty(storage.AccessKey) || string.IsNullOrEmpty(storage.SecretKey))
        {
            throw new StartRefusedException(
                "The setting NewsSite__ObjectStorage__Bucket needs NewsSite__ObjectStorage__AccessKey and "
                    + "NewsSite__ObjectStorage__SecretKey beside it."
            );
        }

        if (
            storage.Endpoint is { } endpoint
            && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        )
        {
            throw new StartRefusedException(
                $"The setting NewsSite__ObjectStorage__Endpoint is “{endpoint}”. It must be an address like https://s3.example.org."
            );
        }
    }

    private static SiteOptions Read(ConfigurationManager configuration)
    {
        try
        {
            return configuration.GetSection(SiteOptions.Section).Get<SiteOptions>() ?? new SiteOptions();
        }
        catch (InvalidOperationException e)
        {
            // It names the setting in the form of the files, not in that of the environment.
            throw new StartRefusedException(e.Message.Replace("NewsSite:", "NewsSite__", StringComparison.Ordinal), e);
        }
    }

    private static string Root(string? address, bool production, string firstUrl)
    {
        if (address is null && production)
        {
            throw new StartRefusedException(
                "The setting NewsSite__Address is missing. Set it to where readers find the site, for example "
                    + "NewsSite__Address=https://news.example.org"
            );
        }

        var root =
            address
            ?? firstUrl
                .Replace("*", "localhost", StringComparison.Ordinal)
                .Replace("+", "localhost", StringComparison.Ordinal);
        return
            Uri.TryCreate(root, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.PathAndQuery == "/"
            && uri.UserInfo.Length == 0
            ? uri.GetLeftPart(UriPartial.Authority)
            : throw new StartRefusedException(
                $"The setting NewsSite__Address is “{root}”. It must be like https://news.example.org, without a path."
            );
    }
}
