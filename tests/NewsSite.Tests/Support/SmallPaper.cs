using System.Net;
using Xunit;

namespace NewsSite.Tests.Support;

/// <summary>A newspaper whose database lies on a small disk, with a copy of each of some pages; for a class of tests.</summary>
public sealed class SmallPaper : IAsyncLifetime
{
    private const int Megabytes = 320;

    public static readonly IReadOnlyList<string> Pages =
    [
        "/",
        "/category/science",
        "/feed.xml",
        "/sitemap.xml",
        "/sections",
    ];

    public OwnPaper Paper { get; private set; } = null!;

    /// <summary>What its database lies on; null where the machine allows none.</summary>
    public SmallDisk? Disk { get; private set; }

    public Visitor Editor { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Disk = SmallDisk.Make(Megabytes);
        Paper = await OwnPaper.StartAsync(
            isDurable: false,
            Disk is null ? null : Path.Combine(Disk.Folder, "postgres")
        );
        Editor = await Paper.EditorAsync();
        await Paper.CopiedAsync(Pages);
    }

    public async ValueTask DisposeAsync()
    {
        Editor?.Dispose();
        await (Paper?.DisposeAsync() ?? default);
        Disk?.Dispose();
    }

    /// <summary>Each page answers, again and again.</summary>
    public async Task ReadersReadAsync()
    {
        using var reader = Paper.Visitor();
        for (var round = 0; round < 3; round++)
        {
            foreach (var page in Pages)
            {
                Assert.Equal((page, HttpStatusCode.OK), (page, await reader.StatusAsync(page)));
            }
        }
    }
}
