using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Importing;
using NewsSite.News.Media;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>Pictures that nobody gives and that are fetched from the old site, over real connections.</summary>
public sealed class FetchedPicturesTests(SiteFixture site, PostgresFixture postgres)
    : IClassFixture<SiteFixture>,
        IAsyncLifetime
{
    private const string Private = "attachment: its address is not on the public web";
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newssite-fetched-");
    private OldServer old = null!;

    public async ValueTask InitializeAsync() => old = await OldServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await old.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_not_given_is_fetched_once_and_each_picture_is_in_one_line_of_the_report()
    {
        var given = folder.CreateSubdirectory("uploads/2013/05").FullName;
        await File.WriteAllBytesAsync(Path.Combine(given, "given.jpg"), Photos.Unique());
        old.Answer(At("/all", "good.jpg"), Photos.Unique(), "text/html");
        old.Answer(At("/all", "fake.jpg"), "<html><p>Not found</p></html>"u8.ToArray());
        old.Answer(At("/all", "damaged.jpg"), [.. Jpeg, 1, 2, 3]);
        old.Answer(At("/all", "members.jpg"), OldServer.Says(403));
        old.Answer(
            At("/all", "large.jpg"),
            async context =>
            {
                context.Response.ContentLength = UploadedPicture.ByteLimit + 1;
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { });
            }
        );
        old.Answer(At("/all", "small-300x200.jpg"), Photos.Unique());
        old.Answer(At("/all", "loose.jpg"), Photos.Unique());
        var root = $"{old.Address}/all/wp-content/uploads/2013/05";
        string[] listed = ["given", "good", "gone", "fake", "damaged", "members", "large"];
        var wxr = new Wxr($"{old.Address}/all");
        foreach (var name in listed)
        {
            wxr.Post(name, "", Attached($"{root}/{name}.jpg"), "inherit", "attachment");
        }

        wxr.Post("foreign", "", Attached("http://other.example/uploads/2013/05/a.jpg"), "inherit", "attachment");
        var text = string.Concat(
            new[]
            {
                $"{root}/good-300x200.jpg",
                $"{root}/small-300x200.jpg",
                "/all/wp-content/uploads/2013/05/loose.jpg?w=40",
                $"{root}/gone.jpg",
                "http://other.example/uploads/2013/05/b.jpg",
                $"{root}/count.php?x=1",
            }.Select(address => $"<img src=\"{address}\" alt=\"\">\n\n")
        );
        wxr.Post("Fetched one", text).Post("Fetched two", text);

        var dry = await ImportAsync(wxr, old.Open(), isDry: true);
        Assert.True(dry.AddsUp, string.Join('\n', dry.Lines()));
        Assert.Equal((0, 1, 10), (old.AskedInAll, dry.Out[ImportReport.Pictured], dry.Out[ImportReport.ToFetch]));

        var report = await ImportAsync(wxr, old.Open());
        Assert.True(report.AddsUp, string.Join('\n', report.Lines()));
        Assert.Equal((1, 3), (report.Out[ImportReport.Pictured], report.Out[ImportReport.Fetched]));
        Assert.Equal(4, report.In["picture in a text"]);
        Assert.Equal(
            [
                "attachment: it is at other.example, which is not named 1",
                "attachment: it is larger than 25 MB 1",
                "attachment: the old site does not have it 1",
                "attachment: the old site refuses it (403) 1",
                "attachment: what the old site has in its place is no picture 1",
                "picture in a text: it is at other.example, which is not named 1",
                "picture in a text: the old site does not have it 1",
            ],
            report
                .Skipped.Rows.Where(r => !r.Name.Contains("is damaged", StringComparison.Ordinal))
                .Select(r => $"{r.Name} {r.Count}")
        );
        Assert.Equal(8, report.Skipped.Total);
        Assert.All(
            new[] { "good", "gone", "fake", "damaged", "members", "large", "small", "small-scaled", "loose" },
            name => Assert.Equal((name, 1), (name, old.Asked(At("/all", $"{name}.jpg"))))
        );
        Assert.Equal((0, 0), (old.Asked(At("/all", "given.jpg")), old.Asked(At("/all", "count.php"))));

        var files = await FilesAsync();
        Assert.Equal(
            $"![](/media/{files["good.jpg"]})\n\n![](/media/{files["small-300x200.jpg"]})\n\n![](/media/{files["loose.jpg"]})\n\n![]({root}/gone.jpg)\n\n![](http://other.example/uploads/2013/05/b.jpg)\n\n![]({root}/count.php?x=1)",
            await site.BodyAsync("Fetched two")
        );

        var again = await ImportAsync(wxr, old.Open());
        Assert.True(again.AddsUp);
        Assert.Equal((4, 0), (again.Out[ImportReport.Known], again.Out[ImportReport.Fetched]));
        Assert.Equal((1, 2), (old.Asked(At("/all", "good.jpg")), old.Asked(At("/all", "gone.jpg"))));
    }

    [Fact]
    public async Task Any_picture_of_a_host_that_is_named_is_fetched_wherever_it_lies_there()
    {
        old.Answer("/img/summer.jpg", Photos.Unique());
        old.Answer("/assets/winter.png", Photos.Unique());
        var wxr = new Wxr($"{old.Address}/any").Post(
            "Fetched anywhere",
            $"<img src=\"{old.Address}/img/summer.jpg?w=3\" alt=\"\">\n\n<img src=\"/assets/winter.png\" alt=\"\">\n\n<img src=\"{old.Address}/img/script\" alt=\"\">\n\n<img src=\"http://foreign.example/img/spring.jpg\" alt=\"\">"
        );
        var report = await ImportAsync(wxr, old.Open());
        Assert.True(report.AddsUp, string.Join('\n', report.Lines()));
        Assert.Equal((2, 0), (report.Out[ImportReport.Fetched], report.Skipped.Total));
        var files = await FilesAsync();
        Assert.Equal(
            $"![](/media/{files["summer.jpg"]})\n\n![](/media/{files["winter.png"]})\n\n![]({old.Address}/img/script)\n\n![](http://foreign.example/img/spring.jpg)",
            await site.BodyAsync("Fetched anywhere")
        );
        using var reader = site.Visitor();
        Assert.StartsWith("/media/", await site.LeadsToAsync(reader, "/img/summer.jpg"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_this_network_is_asked_for_by_name_or_redirect()
    {
        old.Answer("/uploads/2013/05/inside.jpg", Photos.Unique());
        string[] hosts = ["localhost", "127.0.0.1", "2130706433", "[::ffff:127.0.0.1]", "0.0.0.0"];
        string[] named = [.. hosts.Select(h => $"http://{h}:{old.Port}")];
        var wxr = new Wxr("http://private.example");
        foreach (var (n, address) in named.Index())
        {
            wxr.Post("", "", Attached($"{address}/uploads/2013/05/inside.jpg", $"{n}.jpg"), "inherit", "attachment");
        }

        var report = await ImportAsync(wxr, OldSite.OnTheWeb(named));
        Assert.Equal((hosts.Length, 0), (report.Skipped[Private], old.AskedInAll));

        // This one may be asked under two names, and no other.
        old.Answer("/uploads/2013/05/away.jpg", OldServer.LeadsTo($"http://127.0.0.2:{old.Port}/inside.jpg"));
        old.Answer("/uploads/2013/05/file.jpg", OldServer.LeadsTo("file:///etc/passwd"));
        old.Answer("/uploads/2013/05/round.jpg", OldServer.LeadsTo("/uploads/2013/05/round.jpg"));
        old.Answer("/uploads/2013/05/moved.jpg", OldServer.LeadsTo("/uploads/2013/05/inside.jpg"));
        var moved = new Wxr("http://moved.example");
        foreach (var name in new[] { "away", "file", "round", "moved" })
        {
            moved.Post(name, "", Attached($"{old.Address}/uploads/2013/05/{name}.jpg"), "inherit", "attachment");
        }

        report = await ImportAsync(moved, old.Open());
        Assert.Equal((1, 1), (report.Skipped[Private], report.Out[ImportReport.Fetched]));
        Assert.Equal(2, report.Skipped["attachment: the old site refuses it (302)"]);
        Assert.Equal((4, 0), (old.Asked("/uploads/2013/05/round.jpg"), old.Asked("/inside.jpg")));
    }

    [Fact]
    public async Task The_command_asks_no_machine_of_this_network()
    {
        var file = Path.Combine(folder.FullName, "export.xml");
        var wxr = new Wxr("http://command.example").Post(
            "",
            "",
            Attached($"{old.Address}/uploads/2013/05/a.jpg"),
            "inherit",
            "attachment"
        );
        await File.WriteAllTextAsync(file, $"{wxr}");
        await using var import = SiteProcess.Start(
            [
                ("ASPNETCORE_ENVIRONMENT", "Production"),
                ("ConnectionStrings__NewsSite", await postgres.CloneAsync()),
                ("NewsSite__Address", "http://news.test"),
                ("NewsSite__DataDirectory", folder.FullName),
                ("Serilog__MinimumLevel__Default", "Error"),
            ],
            ["import", "wordpress", file, "--fetch", old.Address]
        );
        Assert.True(await import.EndAsync() == 0, import.Output);
        Assert.Contains(Private, import.Output, StringComparison.Ordinal);
        Assert.Equal(0, old.AskedInAll);
    }

    [Fact]
    public async Task What_is_endless_slow_or_breaks_off_is_let_go()
    {
        var (port, taken) = Endless();
        var endless = $"http://127.0.0.1:{port}";
        old.Answer(
            At("", "slow.jpg"),
            async context =>
            {
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.Body.WriteAsync(new byte[] { 0xFF });
                    await context.Response.Body.FlushAsync();
                    await Task.Delay(50);
                }
            }
        );
        old.Answer(
            At("", "broken.jpg"),
            async context =>
            {
                context.Response.ContentLength = 50_000;
                await context.Response.Body.WriteAsync(Jpeg);
                await context.Response.Body.FlushAsync();
                context.Abort();
            }
        );
        var wxr = new Wxr("http://endless.example");
        wxr.Post("", "", Attached($"{endless}{At("", "endless.jpg")}"), "inherit", "attachment");
        foreach (var name in new[] { "slow", "broken" })
        {
            wxr.Post(name, "", Attached($"{old.Address}{At("", $"{name}.jpg")}"), "inherit", "attachment");
        }

        var begun = TimeProvider.System.GetTimestamp();
        var limit = TimeSpan.FromSeconds(2);
        var report = await ImportAsync(wxr, new OldSite([old.Address, endless], OldServer.MayConnect, limit));
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, 15);
        Assert.Equal(1, report.Skipped["attachment: it is larger than 25 MB"]);
        Assert.Equal(2, report.Skipped["attachment: the old site did not answer, or not in time"]);
        Assert.InRange(await taken, UploadedPicture.ByteLimit - (1 << 20), UploadedPicture.ByteLimit + (20 << 20));
        Assert.Equal(0, report.Out[ImportReport.Fetched]);
    }

    [Fact]
    public async Task Who_does_not_answer_is_given_up_and_who_is_busy_gets_a_pause()
    {
        var busy = 0;
        old.Answer(
            At("", "busy.jpg"),
            context =>
            {
                if (busy++ > 0)
                {
                    return context.Response.Body.WriteAsync(Photos.Unique()).AsTask();
                }

                context.Response.Headers.RetryAfter = "1";
                return OldServer.Says(429)(context);
            }
        );
        var wxr = new Wxr("http://silent.example");
        wxr.Post("", "", Attached($"{old.Address}{At("", "busy.jpg")}"), "inherit", "attachment");
        for (var n = 0; n < 60; n++)
        {
            old.Answer(At("", $"{n}.jpg"), OldServer.Says(503));
            wxr.Post("", "", Attached($"{old.Address}{At("", $"{n}.jpg")}"), "inherit", "attachment");
        }

        var report = await ImportAsync(wxr, old.Open());
        Assert.True(report.AddsUp);
        Assert.Equal((1, 2), (report.Out[ImportReport.Fetched], busy));
        var asked = report.Skipped["attachment: the old site refuses it (503)"];
        Assert.InRange(asked, 8, 8 + OldSite.AtOnce);
        Assert.Equal(2 + (2 * asked), old.AskedInAll);
        Assert.Equal(
            60 - asked,
            report.Skipped["attachment: it was not asked for any more, because the old site did not answer"]
        );
    }

    [Fact]
    public async Task Ended_on_the_way_and_begun_again_what_is_there_is_not_fetched_again()
    {
        const int Pictures = 24;
        using var end = new CancellationTokenSource();
        var wxr = new Wxr("http://ended.example");
        for (var n = 0; n < Pictures; n++)
        {
            var bytes = Photos.Unique();
            old.Answer(
                At("", $"ended-{n}.jpg"),
                async context =>
                {
                    if (old.AskedInAll >= Pictures / 2)
                    {
                        await end.CancelAsync();
                    }

                    await context.Response.Body.WriteAsync(bytes);
                }
            );
            wxr.Post($"{n}", "", Attached($"{old.Address}{At("", $"ended-{n}.jpg")}"), "inherit", "attachment");
        }

        wxr.Post("Ended", $"<img src=\"{old.Address}{At("", "ended-23.jpg")}\" alt=\"\">");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ImportAsync(wxr, old.Open(), cancel: end.Token));
        var there = await FilesAsync("ended-");
        Assert.InRange(there.Count, 4, Pictures / 2);

        var report = await ImportAsync(wxr, old.Open());
        Assert.True(report.AddsUp);
        Assert.Equal(
            (there.Count, Pictures - there.Count),
            (report.Out[ImportReport.Known], report.Out[ImportReport.Fetched])
        );
        var files = await FilesAsync("ended-");
        Assert.Equal(Pictures, files.Count);
        Assert.All(there.Keys, name => Assert.Equal(1, old.Asked(At("", name))));
        Assert.InRange(old.AskedInAll, Pictures, Pictures + OldSite.AtOnce);
        Assert.Equal($"![](/media/{files["ended-23.jpg"]})", await site.BodyAsync("Ended"));
    }

    [Fact]
    public async Task Ghosts_pictures_are_fetched_from_the_address_that_its_file_does_not_say()
    {
        foreach (var name in new[] { "lead.jpg", "boat_o.jpg", "a b.jpg" })
        {
            old.Answer($"/blog/content/images/2020/03/{name}", Photos.Unique());
        }

        old.Answer("/c/content/images/2020/03/stored.jpg", Photos.Unique());
        const string Root = "__GHOST_URL__/content/images";
        var export = new GhostExport("Fetched Ghost").Post(
            "Fetched by Ghost",
            $"<img src=\"{Root}/size/w600/2020/03/boat.jpg\"><img src=\"{Root}/2020/03/a%20b.jpg\"><img src=\"{Root}/2020/03/gone.jpg\"><img src=\"http://localhost:{old.Port}/c/content/images/2020/03/stored.jpg\">",
            "feature_image",
            $"{Root}/2020/03/lead.jpg",
            "feature_image_alt",
            "The harbour"
        );
        string[] named = [$"{old.Address}/blog/", $"http://localhost:{old.Port}"];
        using var from = new OldSite(named, OldServer.MayConnect);
        var report = await ImportAsync(export, from);
        Assert.True(report.AddsUp, string.Join('\n', report.Lines()));
        Assert.Equal((5, 4), (report.In["picture in a text"], report.Out[ImportReport.Fetched]));
        Assert.Equal(1, report.Skipped["picture in a text: the old site does not have it"]);
        var files = await FilesAsync();
        var (_, content) = await site.StoryAsync("Fetched by Ghost");
        Assert.NotNull(content.PictureId);
        Assert.All(
            new[] { "boat_o.jpg", "a b.jpg", "stored.jpg" },
            name => Assert.Contains($"/media/{files[name]}", content.Body, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("old.example")]
    [InlineData("ftp://old.example")]
    [InlineData("https://name:word@old.example")]
    [InlineData("https://old.example/?p=1")]
    public void What_is_no_address_of_a_site_is_refused(string address) =>
        Assert.Throws<ImportRefusedException>(() => OldSite.OnTheWeb([address]));

    /// <summary>Sends whoever asks first a picture without an end.</summary>
    /// <returns>Where, and how much of it was taken.</returns>
    private static (int Port, Task<long> Taken) Endless()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        byte[] head = [.. "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n"u8, .. Jpeg, .. "\r\n"u8];
        byte[] block = [.. "40000\r\n"u8, .. new byte[0x40000], .. "\r\n"u8];
        return (((IPEndPoint)listener.LocalEndpoint).Port, SendAsync());

        async Task<long> SendAsync()
        {
            using var ended = listener;
            using var client = await listener.AcceptTcpClientAsync();
            await using var stream = client.GetStream();
            await stream.ReadAtLeastAsync(new byte[4096], 1);
            await stream.WriteAsync(head);
            for (var sent = 0L; ; sent += block.Length)
            {
                try
                {
                    await stream.WriteAsync(block);
                }
                catch (IOException)
                {
                    return sent;
                }
            }
        }
    }

    private static string At(string blog, string name) => $"{blog}/wp-content/uploads/2013/05/{name}";

    /// <param name="name">As the export calls the file; null: as its address does.</param>
    private static string Attached(string address, string? name = null) =>
        $"""
            <wp:attachment_url>{address}</wp:attachment_url>
            <wp:postmeta><wp:meta_key>_wp_attached_file</wp:meta_key><wp:meta_value>2013/05/{name
                ?? address.Split('/')[^1]}</wp:meta_value></wp:postmeta>
            """;

    /// <returns>The files of the library, by what the old site called them.</returns>
    private Task<Dictionary<string, string>> FilesAsync(string begin = "") =>
        site.WithAsync<NewsroomDb, Dictionary<string, string>>(db =>
            db.Pictures.Where(p => p.OriginalName!.StartsWith(begin))
                .ToDictionaryAsync(p => p.OriginalName!, p => p.FileName)
        );

    private async Task<ImportReport> ImportAsync(
        object export,
        OldSite from,
        bool isDry = false,
        CancellationToken cancel = default
    )
    {
        var file = Path.Combine(folder.FullName, export is GhostExport ? "export.json" : "export.xml");
        await File.WriteAllTextAsync(file, $"{export}", CancellationToken.None);
        using var given = GivenPictures.Open(folder.FullName);
        using (from)
        {
            return await site.WithAsync<Importer, ImportReport>(importer =>
                importer.RunAsync(
                    Imports.Source(file, SectionMap.None, hasPictures: true, from.IsNamed),
                    new ImportOrder(SectionMap.None, IsDry: isDry, Pictures: given, OldSite: from),
                    null,
                    cancel
                )
            );
        }
    }
}
