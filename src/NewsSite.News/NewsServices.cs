using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Addresses;
using NewsSite.News.Alerts;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Authors;
using NewsSite.News.Backups;
using NewsSite.News.Database;
using NewsSite.News.Demo;
using NewsSite.News.Exporting;
using NewsSite.News.Generating;
using NewsSite.News.Importing;
using NewsSite.News.Importing.Asked;
using NewsSite.News.Jobs;
using NewsSite.News.Media;
using NewsSite.News.Notes;
using NewsSite.News.Outbox;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.News.Previews;
using NewsSite.News.Published;
using NewsSite.News.Published.Relating;
using NewsSite.News.Published.Searching;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Addresses;
using NewsSite.News.Publishing.Categories;
using NewsSite.News.Publishing.Checks;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Publishing.Fronts;
using NewsSite.News.Publishing.LiveBlogs;
using NewsSite.News.Publishing.Tags;
using NewsSite.News.Readings;
using NewsSite.News.Settings;
using NewsSite.News.Staff;
using NewsSite.News.Tags;
using NewsSite.News.Wire;

namespace NewsSite.News;

/// <param name="ConnectionString">See <see cref="DatabaseServices.AddDatabase"/>.</param>
/// <param name="MediaFolder">Where the bytes of pictures lie.</param>
/// <param name="Storage">The bucket where they lie for all servers; null where there is none.</param>
/// <param name="AsksForLinks">Whether links in a story are asked for, on the web, before it goes out.</param>
/// <param name="FreezeAfter">See <see cref="MassChangeLimit"/>.</param>
public sealed record NewsSettings(
    string ConnectionString,
    string MediaFolder,
    ObjectStorage? Storage = null,
    bool AsksForLinks = true,
    int FreezeAfter = 20
);

public static class NewsServices
{
    public static IServiceCollection AddNews(this IServiceCollection services, NewsSettings settings) =>
        services
            .AddDatabase(settings.ConnectionString)
            .AddSingleton(new MediaFolder(settings.MediaFolder, settings.Storage))
            .AddSingleton(_ => new LinkProbe(settings.AsksForLinks, PublicNetwork.Has))
            .AddSingleton(_ => new WireFetcher(PublicNetwork.Has))
            .AddSingleton<RenditionFolder>()
            .AddSingleton<Renditions>()
            .AddSingleton<RenditionQueue>()
            .AddSingleton<SocialCards>()
            .AddScoped<PictureDesk>()
            .AddScoped<LibraryDesk>()
            .AddScoped<PictureLibrary>()
            .AddScoped<PublishedPictures>()
            .AddScoped<Writing>()
            .AddScoped<Workflow>()
            .AddScoped<StoryList>()
            .AddScoped<NoteBook>()
            .AddScoped<StoryRooms>()
            .AddScoped<Keeping>()
            .AddScoped<VersionBook>()
            .AddScoped<CheckDesk>()
            .AddSingleton(new MassChangeLimit(settings.FreezeAfter))
            .AddScoped<MassChangeGuard>()
            .AddScoped<TakeBackDesk>()
            .AddScoped<Publisher>()
            .AddScoped<BreakingDesk>()
            .AddScoped<WithdrawDesk>()
            .AddScoped<AlertDesk>()
            .AddScoped<ScheduleDesk>()
            .AddScoped<DueRun>()
            .AddScoped<Preview>()
            .AddScoped<UnpublishedStories>()
            .AddScoped<PreviewLinks>()
            .AddScoped<Rebuild>()
            .AddScoped<RedirectDesk>()
            .AddScoped<RedirectImports>()
            .AddScoped<RedirectShelf>()
            .AddScoped<AddressCounts>()
            .AddScoped<MissingReport>()
            .AddScoped<CategoryDesk>()
            .AddScoped<CategoryMergers>()
            .AddScoped<FrontDesk>()
            .AddScoped<RelatedDesk>()
            .AddScoped<LiveBlogDesk>()
            .AddScoped<LiveBook>()
            .AddScoped<LiveEntryDesk>()
            .AddScoped<StandingPageDesk>()
            .AddScoped<SettingsDesk>()
            .AddScoped<JobBook>()
            .AddScoped<SiteFacts>()
            .AddScoped<MostReadDesk>()
            .AddScoped<ReadingBook>()
            .AddScoped<Announcements>()
            .AddScoped<OutboxRun>()
            .AddScoped<AlertAddressBook>()
            .AddScoped<AlertMailRun>()
            .AddSingleton(new WebhookTargets(PublicNetwork.Has))
            .AddSingleton<WebhookSecrets>()
            .AddScoped<WebhookDesk>()
            .AddScoped<WebhookLog>()
            .AddScoped<WebhookRun>()
            .AddScoped<WireSources>()
            .AddScoped<WireTray>()
            .AddScoped<WireDrafts>()
            .AddScoped<WireRun>()
            .AddScoped<StaffDesk>()
            .AddScoped<AuditChain>()
            .AddScoped<AuditLog>()
            .AddScoped<SecondFactorDesk>()
            .AddScoped<PasskeyDesk>()
            .AddScoped<ProviderDesk>()
            .AddScoped<WordSeal>()
            .AddScoped<PasswordDesk>()
            .AddScoped<SessionBook>()
            .AddScoped<SignInBrake>()
            .AddScoped<TagBook>()
            .AddScoped<TagShelf>()
            .AddScoped<NearTags>()
            .AddScoped<TagDesk>()
            .AddScoped<AuthorDesk>()
            .AddScoped<AuthorShelf>()
            .AddScoped<TagMergers>()
            .AddScoped<DemoSurroundings>()
            .AddScoped<DemoNewspaper>()
            .AddScoped<ArchiveGenerator>()
            .AddScoped<BackupDesk>()
            .AddScoped<RestoreDesk>()
            .AddScoped<Importer>()
            .AddScoped<ImportDesk>()
            .AddScoped<ImportBook>()
            .AddScoped<ExportDesk>()
            .AddScoped<PaperImport>()
            .AddScoped<FrontPages>()
            .AddScoped<RelatedStories>()
            .AddScoped<Rivers>()
            .AddScoped<Redirects>()
            .AddScoped<Sections>()
            .AddScoped<Stories>()
            .AddScoped<WholePaper>()
            .AddScoped<StoryHistory>()
            .AddScoped<LivePages>()
            .AddScoped<StorySurroundings>()
            .AddScoped<MostReadList>()
            .AddScoped<Archives>()
            .AddScoped<FeedStories>()
            .AddScoped<SitemapLists>()
            .AddScoped<CorrectionLog>()
            .AddScoped<AboutPages>()
            .AddScoped<Search>()
            .AddScoped<StoriesInAll>();
}
