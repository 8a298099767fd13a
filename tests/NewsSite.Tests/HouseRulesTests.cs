using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using Xunit;

namespace NewsSite.Tests;

/// <summary>Who may use whom, as one table over the compiled code, Razor pages included. A folder that is missing from it fails.</summary>
public sealed class HouseRulesTests
{
    private const string News = "NewsSite.News.";
    private const string Web = "NewsSite.Web.";

    // Each room, and the rooms that it may use besides itself.
    private static readonly Dictionary<string, string[]> Rooms = new()
    {
        ["NewsSite.EmbeddedPostgres"] = [],
        [News + "Addresses"] = [News + "Database"],
        [News + "Audit"] = [News + "Database", News + "Staff"],
        [News + "Media"] = [News + "Audit", News + "Database", News + "Staff"],
        ["NewsSite.Rendering"] = [],
        [News + "Staff"] =
        [
            News + "Addresses",
            News + "Audit",
            News + "Authors",
            News + "Articles",
            News + "Categories",
            News + "Database",
        ],
        [News + "Authors"] = [News + "Database", News + "Media", News + "Staff"],
        [News + "Categories"] = [],
        [News + "Tags"] = [News + "Addresses", News + "Database"],
        [News + "Articles"] = [News + "Audit", News + "Staff", News + "Database", News + "Tags"],
        [News + "Mergers"] = [],
        [News + "Alerts"] =
        [
            News + "Articles",
            News + "Audit",
            News + "Database",
            News + "Outbox:Retry",
            News + "Staff",
        ],
        [News + "Notes"] = [News + "Articles", News + "Audit", News + "Database", News + "Staff"],
        [News + "Corrections"] = [News + "Articles", News + "Staff"],
        [News + "Publications"] = [News + "Articles", News + "Staff"],
        [News + "Previews"] = [News + "Articles", News + "Audit", News + "Database", News + "Staff"],
        [News + "Differences"] =
        [
            News + "Articles",
            News + "Authors",
            News + "Categories",
            News + "Database",
            News + "Media",
            News + "Tags",
        ],
        [News + "Related"] = [News + "Articles"],
        [News + "LiveBlogs"] = [News + "Articles", News + "Staff"],
        [News + "Fronts"] = [News + "Articles"],
        [News + "Readings"] = [News + "Database"],
        [News + "StandingPages"] = [],
        [News + "Settings"] =
        [
            News + "Articles:NotAllowedException",
            News + "Audit",
            News + "Database",
            News + "Media:MediaFolder",
            News + "Media:UploadedLogo",
            News + "Published.Tables",
            News + "Staff",
        ],
        [News + "Backups"] =
        [
            News + "Audit",
            News + "Database",
            News + "Media:MediaFolder",
            News + "Media:WholeFile",
            News + "Staff",
        ],
        [News + "Exporting"] =
        [
            News + "Addresses",
            News + "Articles",
            News + "Audit",
            News + "Backups",
            News + "Categories",
            News + "Corrections",
            News + "Database",
            News + "Fronts",
            News + "Importing:ImportRefusedException",
            News + "LiveBlogs",
            News + "Media",
            News + "Publications",
            News + "Published.Tables",
            News + "Publishing",
            News + "Schedules",
            News + "Staff",
            News + "Tags",
        ],
        [News + "Wire"] =
        [
            News + "Articles",
            News + "Audit",
            News + "Categories",
            News + "Database",
            News + "Importing",
            News + "Publishing.Checks:GuardedConnection",
            News + "Publishing.Checks:NotPublicException",
            News + "Staff",
        ],
        [News + "Jobs"] = [News + "Audit", News + "Database", News + "Staff"],
        [News + "Schedules"] = [News + "Articles", News + "Staff"],
        [News + "Outbox"] = [News + "Articles:NotAllowedException", News + "Audit", News + "Database", News + "Staff"],
        [News + "Published.Tables"] = [],
        [News + "Published"] =
        [
            News + "Media",
            News + "Published.Tables",
            News + "Database:PublishedDb",
            News + "Database:Shown",
            News + "Addresses",
        ],
        [News + "Published.Searching"] =
        [
            News + "Addresses",
            News + "Published",
            News + "Published.Tables",
            News + "Database:PublishedDb",
            News + "Database:Shown",
        ],
        [News + "Published.Relating"] = [News + "Published", News + "Database:PublishedDb", News + "Database:Shown"],
        [News + "Publishing.Checks"] = [News + "Articles", News + "Categories", "NewsSite.Rendering"],
        [News + "Publishing"] =
        [
            News + "Addresses",
            News + "Alerts",
            News + "Articles",
            News + "Audit",
            News + "Authors",
            News + "Categories",
            News + "Corrections",
            News + "Database",
            News + "Fronts",
            "NewsSite.Rendering",
            News + "LiveBlogs",
            News + "Media",
            News + "Mergers",
            News + "Outbox",
            News + "Previews",
            News + "Publications",
            News + "Published",
            News + "Published.Tables",
            News + "Publishing.Checks",
            News + "Readings",
            News + "Related",
            News + "Schedules",
            News + "Staff",
            News + "StandingPages",
            News + "Tags",
        ],
        [News + "Database"] =
        [
            News + "Addresses",
            News + "Alerts",
            News + "Articles",
            News + "Audit",
            News + "Authors",
            News + "Categories",
            News + "Corrections",
            News + "Fronts",
            News + "Importing:AskedImport",
            News + "Importing:AskedImportMap",
            News + "Jobs",
            News + "LiveBlogs",
            News + "Media",
            News + "Mergers",
            News + "Notes",
            News + "Outbox",
            News + "Previews",
            News + "Publications",
            News + "Published.Tables",
            News + "Readings",
            News + "Related",
            News + "Schedules",
            News + "Staff",
            News + "StandingPages",
            News + "Tags",
            News + "Wire",
        ],
        [News + "Database.Migrations"] = [News + "Database"],
        [News + "Demo.Drawing"] = [],
        [News + "Demo"] =
        [
            News + "Addresses",
            News + "Articles",
            News + "Audit",
            News + "Authors",
            News + "Categories",
            News + "Database",
            News + "Demo.Drawing",
            News + "Media",
            News + "Publishing",
            News + "Readings",
            News + "Staff",
            News + "StandingPages",
            News + "Tags",
        ],
        [News + "Generating"] =
        [
            News + "Addresses",
            News + "Articles",
            News + "Authors",
            News + "Categories",
            News + "Database",
            News + "Published.Tables",
            News + "Publishing",
            News + "Staff",
            News + "Tags",
        ],
        [News + "Importing"] =
        [
            News + "Addresses",
            News + "Articles",
            News + "Audit",
            News + "Authors",
            News + "Categories",
            News + "Database",
            News + "Media",
            News + "Outbox",
            News + "Published.Tables:PublishedTag",
            News + "Published.Tables:PublishedPicture",
            News + "Publishing",
            News + "Publishing.Checks:GuardedConnection",
            News + "Publishing.Checks:NotPublicException",
            News + "Publishing.Checks:PublicNetwork",
            News + "Schedules",
            News + "Staff",
            News + "StandingPages",
            News + "Tags",
            "NewsSite.Rendering",
        ],
        [Web + "Shared"] =
        [
            News + "Articles",
            News + "Backups:BackupOptions",
            News + "Differences:Piece",
            News + "Differences:PieceKind",
            News + "Published",
            News + "Staff",
            News + "Media",
            News + "Authors",
            News + "Publishing:PictureFilter",
            News + "Publishing:PictureLibrary",
            News + "Publishing:PictureList",
            News + "Publishing:Preview",
            News + "Publishing:ProfileForm",
        ],
        [Web + "Reading"] =
        [
            Web + "Shared",
            Web + "Delivery:Moved",
            Web + "Delivery.Pages:SiteChanges",
            Web + "Delivery.Pages:CopyStore",
            Web + "Delivery.Pages:FrontCache",
            Web + "Delivery.Pages:AsksDatabase",
            Web + "Reading.Metadata",
            News + "Differences:BodyDifference",
            News + "Differences:BlockDifference",
            News + "Differences:BlockKind",
            News + "Differences:Piece",
            News + "Differences:PieceKind",
            News + "Differences:Words",
            News + "Published",
            News + "Published.Searching",
            News + "Published.Relating",
            News + "Media",
        ],
        [Web + "Reading.Metadata"] = [Web + "Shared", News + "Media:UploadedLogo", News + "Published"],
        [Web + "Reading.Feeds"] = [Web + "Delivery.Pages:SameForAll", Web + "Shared", News + "Published"],
        [Web + "Reading.Api"] =
        [
            Web + "Delivery.Pages:AsksDatabase",
            Web + "Delivery.Pages:SameForAll",
            Web + "Reading",
            Web + "Reading.Feeds:FeedContent",
            Web + "Shared",
            News + "Published",
            News + "Published.Searching",
        ],
        [Web + "Reading.Crawlers"] = [Web + "Delivery.Pages:SameForAll", Web + "Shared", News + "Published"],
        [Web + "Delivery"] =
        [
            Web + "Shared",
            Web + "Delivery.Pages:OwnAnswers",
            Web + "Delivery.Pages:OwnAnswer",
            Web + "Delivery.Pages:OwnClient",
            Web + "Delivery.Pages:RedirectCopies",
            Web + "Delivery.Pages:SiteChanges",
            Web + "Delivery.Pages:Unkept",
            News + "Addresses",
            News + "Alerts",
            News + "Backups",
            News + "Importing",
            News + "Published",
            News + "Database",
            News + "Jobs",
            News + "Media",
            News + "Outbox",
            News + "Publishing",
            News + "Publishing.Checks:GuardedConnection",
            News + "Readings",
            News + "Schedules",
            News + "Wire",
        ],
        [Web + "Delivery.Pages"] =
        [
            Web + "Shared",
            News + "Addresses:AskedAddress",
            News + "Articles:NotAllowedException",
            News + "Database",
            News + "Media:Rendition",
            News + "Published",
            News + "Publishing:PublishRefusedException",
        ],
        [Web + "Delivery.Live"] =
        [
            Web + "Delivery.Pages:PageStore",
            Web + "Delivery.Pages:ReadersDatabase",
            Web + "Delivery.Pages:SameForAll",
            Web + "Delivery.Pages:SiteChanges",
            Web + "Shared",
            News + "Database:PublishedDb",
            News + "Database:Shown",
            News + "Published",
        ],
        [Web + "Delivery.Transport"] =
        [
            Web + "Delivery.Pages:PageStore",
            Web + "Delivery.Pages:SentAnswer",
            Web + "Delivery.Pages:SiteChanges",
        ],
        [Web + "Newsroom"] =
        [
            Web + "Shared",
            Web + "Delivery.Pages:Withdrawals",
            News + "Addresses",
            News + "Alerts",
            News + "Articles",
            News + "Authors",
            News + "Categories",
            News + "Corrections",
            News + "Database",
            News + "Differences",
            News + "Fronts",
            "NewsSite.Rendering",
            News + "LiveBlogs",
            News + "Media",
            News + "Previews",
            News + "Publications",
            News + "Notes",
            News + "Published",
            News + "Published.Relating",
            News + "Published.Tables:PublishedSettings",
            News + "Publishing",
            News + "Publishing.Checks",
            News + "Schedules",
            News + "Settings:SettingsChecks",
            News + "Staff",
            News + "Tags",
            News + "Wire",
        ],
        [Web + "Admin"] =
        [
            Web + "Shared",
            Web + "Delivery",
            Web + "Delivery.Pages:OwnAnswers",
            Web + "Delivery.Pages:OwnAnswer",
            Web + "Delivery.Pages:PageStore",
            Web + "Delivery.Pages:SiteChanges",
            News + "Addresses",
            News + "Alerts",
            News + "Articles",
            News + "Audit",
            News + "Authors",
            News + "Backups:BackupOptions",
            News + "Categories",
            News + "Database",
            News + "Differences:Words",
            News + "Differences:Piece",
            News + "Differences:PieceKind",
            News + "Importing",
            News + "Media:Picture",
            News + "Media:PictureRefusedException",
            News + "Media:UploadedLogo",
            News + "Published:Cursor",
            News + "Published:LedOn",
            News + "Jobs",
            News + "Media:ObjectStorageOptions",
            News + "Outbox",
            News + "Published.Tables:PublishedSettings",
            "NewsSite.Rendering",
            News + "Publishing",
            News + "Settings",
            News + "Staff",
            News + "StandingPages",
            News + "Tags",
            News + "Wire",
        ],
        [Web + "Accounts"] = [Web + "Shared", News + "Database", News + "Staff"],
        [Web + "Hosting"] =
        [
            "NewsSite.EmbeddedPostgres",
            Web + "Accounts",
            Web + "Admin:SettingsInput",
            Web + "Admin:SystemReport",
            Web + "Delivery",
            Web + "Delivery.Live",
            Web + "Delivery.Pages",
            Web + "Delivery.Transport",
            Web + "Newsroom",
            Web + "Reading",
            Web + "Reading.Api",
            Web + "Reading.Crawlers",
            Web + "Reading.Feeds",
            Web + "Reading.Metadata",
            Web + "Shared",
            News + "Audit",
            News + "Backups",
            News + "Database",
            News + "Demo",
            News + "Exporting",
            News + "Generating",
            News + "Importing",
            News + "Media:ObjectStorage",
            News + "Media:ObjectStorageOptions",
            News + "Publishing",
            News + "Published:AuthorLink",
            News + "Published:Story",
            News + "Articles:ArticleState",
            News + "Staff",
        ],
    };

    [Fact]
    public void Every_arrow_between_rooms_is_in_the_table()
    {
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in Ours())
        {
            var from = Room(type);
            if (!Rooms.TryGetValue(from, out var may))
            {
                wrong.Add($"The room {from} is missing from the table ({type.FullName})");
                continue;
            }

            foreach (var target in type.GetTypeDependencies().Where(t => IsOurs(t) && Room(t) != from))
            {
                if (!may.Contains(Room(target)) && !may.Contains($"{Room(target)}:{target.Name}"))
                {
                    wrong.Add($"{from} uses {Room(target)} ({type.FullName} → {target.FullName})");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void Every_arrow_in_the_table_is_used()
    {
        var used = Ours()
            .SelectMany(type =>
                type.GetTypeDependencies().Where(IsOurs).Select(target => (From: Room(type), To: Room(target)))
            )
            .ToHashSet();
        var idle = Rooms
            .SelectMany(room => room.Value.Select(to => (From: room.Key, To: to.Split(':')[0])))
            .Where(arrow => !used.Contains(arrow))
            .Select(arrow => $"{arrow.From} does not use {arrow.To}");
        Assert.True(!idle.Any(), string.Join("\n", idle));
    }

    [Fact]
    public void Every_room_in_the_table_exists() =>
        Assert.Equal(
            Rooms.Keys.Order(StringComparer.Ordinal),
            Ours().Select(Room).Distinct().Order(StringComparer.Ordinal)
        );

    // The root of each project only lists what is in it: Program, and the registration of the services.
    private static IEnumerable<IType> Ours() =>
        CompiledCode.House.Types.Where(t => IsOurs(t) && Room(t) is not ("" or "NewsSite.Web" or "NewsSite.News"));

    private static bool IsOurs(IType type) =>
        Room(type).StartsWith("NewsSite.", StringComparison.Ordinal)
        && !Room(type).StartsWith("NewsSite.Tests", StringComparison.Ordinal);

    // A Razor page is compiled into AspNetCoreGeneratedDocument; its name tells the folder. A folder inside a room belongs
    // to it, unless it is in the table itself.
    private static string Room(IType type)
    {
        var place =
            type.Namespace?.FullName == "AspNetCoreGeneratedDocument"
                ? Web + type.Name.Split('_')[0]
                : type.Namespace?.FullName ?? "";
        return Rooms
                .Keys.Where(room => place == room || place.StartsWith(room + ".", StringComparison.Ordinal))
                .MaxBy(room => room.Length)
            ?? place;
    }
}
