using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Media;

/// <summary>Pictures in a bucket, over a real connection.</summary>
public sealed class ObjectStorageTests(PostgresFixture postgres)
{
    private static readonly PictureForm Form = new("A wall", null, null);

    [Fact]
    public async Task What_one_server_has_the_others_have_byte_for_byte()
    {
        await using var storage = await Storage.StartAsync();
        using var bucket = new ObjectStorage(storage.Options);
        using var here = new Folder();
        using var there = new Folder();
        var bytes = RandomNumberGenerator.GetBytes(3_000_000);
        var name = await new MediaFolder(here.Path, bucket).AddAsync(bytes, ".jpg", default);
        var media = new MediaFolder(there.Path, bucket);
        var found = await media.FindAsync(name, default);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(found!.FullName));
        Assert.Null(await media.FindAsync(name.Replace(name[..4], "ffff", StringComparison.Ordinal), default));
        Assert.Equal([name], Directory.EnumerateFiles(there.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_size_is_made_on_one_server_and_not_on_the_next()
    {
        await using var storage = await Storage.StartAsync();
        using var bucket = new ObjectStorage(storage.Options);
        using var here = new Folder();
        using var there = new Folder();
        var first = new MediaFolder(here.Path, bucket);
        var name = await first.AddAsync(Photos.Quarters(900, 600), ".jpg", default);
        var wanted = Rendition.Parse("320.webp")!;
        var made = await new Renditions(first, new RenditionFolder(first)).FindAsync(name, wanted, default);

        var second = new MediaFolder(there.Path, bucket);
        var renditions = new Renditions(second, new RenditionFolder(second));
        var stamp = new byte[] { 1, 2, 3 };
        await bucket.PutAsync($"renditions/{name[..^4]}/320.webp", await here.FileAsync(stamp), "image/webp", default);
        var fetched = await renditions.FindAsync(name, wanted, default);
        Assert.True(made!.Length > stamp.Length);
        Assert.Equal(stamp, await File.ReadAllBytesAsync(fetched!.FullName));
    }

    [Fact]
    public async Task Readers_get_pictures_from_a_server_that_never_saw_them()
    {
        await using var storage = await Storage.StartAsync();
        await using var site = await SiteFixture.StartAsync(postgres, storage.Configure);
        await site.CategoryAsync("Marks");
        var (picture, _) = await site.PicturedAsync("The wall in a bucket");
        using var reader = site.Visitor();
        var address = $"/media/{picture.FileName[..^4]}/320.webp";
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(reader, address));
        Directory.Delete(site.MediaPath, recursive: true);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(reader, address));
        Assert.Equal(
            HttpStatusCode.OK,
            await StatusAsync(reader, address.Replace(".webp", ".jpg", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Without_the_storage_what_is_here_is_served_and_a_new_picture_is_refused_and_leaves_nothing()
    {
        await using var storage = await Storage.StartAsync();
        await using var site = await SiteFixture.StartAsync(postgres, storage.Configure);
        await site.CategoryAsync("Marks");
        var (picture, _) = await site.PicturedAsync("The wall without a bucket");
        await storage.KillAsync();
        using var reader = site.Visitor();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(reader, $"/media/{picture.FileName[..^4]}/320.webp"));

        var before = Directory.GetFiles(site.MediaPath).Order();
        var refused = await Assert.ThrowsAsync<PictureRefusedException>(() => site.PictureAsync(Photos.Unique(), Form));
        Assert.Equal("The picture could not be stored. Try again in a minute.", refused.Message);
        Assert.Equal(before, Directory.GetFiles(site.MediaPath).Order());
        Assert.Equal(1, await site.WithAsync<NewsroomDb, int>(db => db.Pictures.CountAsync()));
    }

    private static async Task<HttpStatusCode> StatusAsync(Visitor reader, string address)
    {
        using var answer = await reader.GetAsync(address);
        return answer.StatusCode;
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("newssite-server-").FullName;

        public async Task<string> FileAsync(byte[] bytes)
        {
            var path = System.IO.Path.Combine(Path, "file");
            await File.WriteAllBytesAsync(path, bytes);
            return path;
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
