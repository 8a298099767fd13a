using System.Diagnostics;
using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using NetVips;
using NewsSite.News.Media;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Media;

/// <summary>Every kind of file that people send, to the real site in a process of its own, whose memory is measured.</summary>
public sealed class PictureCorpusTests(PostgresFixture postgres, ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);
    private const int MegabytesLimit = 300;
    private readonly string folder = Directory.CreateTempSubdirectory("newssite-corpus-").FullName;

    private string Media => Path.Combine(folder, "media");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Good_files_get_all_their_forms_and_bad_ones_their_message_and_leave_nothing()
    {
        var database = await postgres.CloneAsync();
        var address = $"http://localhost:{SiteProcess.FreePort()}";
        (string, string)[] settings =
        [
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("ASPNETCORE_URLS", address),
            ("ConnectionStrings__NewsSite", database),
            ("NewsSite__DataDirectory", folder),
        ];
        await using var site = SiteProcess.Start(settings, []);
        await site.ReadyAsync(address);
        using var editor = new Visitor(new Uri(address));
        await editor.SignInAsync("editor@example.org", News.Demo.DemoNewspaper.Password);

        // One to begin with, so that the picture library itself is loaded before memory is measured.
        await UploadAsync(editor, "first.jpg", Photos.Quarters(64, 64));
        var before = Megabytes(site, "VmRSS");
        foreach (var (name, bytes, message) in Pictures.Bad)
        {
            var files = Files();
            var rows = await RowsAsync(database);
            var watch = Stopwatch.StartNew();
            var taken = await UploadAsync(editor, name, bytes);
            Assert.True(watch.Elapsed < TimeLimit, $"{name} took {watch.Elapsed}");
            var refused = taken.GetProperty("refused").GetString();
            Assert.True(refused?.Contains(message, StringComparison.Ordinal), $"{name}: {refused ?? "was taken"}");
            Assert.Equal(rows, await RowsAsync(database));

            // The forms of the first may still be made.
            Assert.DoesNotContain(Files().Except(files), f => !f.Contains("renditions", StringComparison.Ordinal));
        }

        output.WriteLine(
            $"After {Pictures.Bad.Count} bad files: peak {Megabytes(site, "VmHWM")} MB, {before} MB before."
        );
        foreach (var (name, bytes, width, height) in Pictures.Good)
        {
            var watch = Stopwatch.StartNew();
            var taken = await UploadAsync(editor, name, bytes);
            var refused = taken.GetProperty("refused").GetString();
            Assert.True(refused is null, $"{name}: {refused}");
            Assert.True(watch.Elapsed < TimeLimit, $"{name} took {watch.Elapsed}");
            var hash = Path.GetFileNameWithoutExtension(taken.GetProperty("file").GetString()!);
            foreach (var rendition in Rendition.AllOf(width, 50, 50))
            {
                using var answer = await editor.GetAsync($"/newsroom/media/{hash}/{rendition.Name}");
                Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{name} {rendition.Name}: {answer.StatusCode}");
                var got = await answer.Content.ReadAsByteArrayAsync();
                using var picture = Image.NewFromBuffer(got);
                var wanted = rendition.Height ?? (int)Math.Round(height * (double)rendition.Width / width);
                Assert.True(picture.Width == rendition.Width, $"{name} {rendition.Name}: {picture.Width} wide");
                Assert.True(
                    Math.Abs(picture.Height - wanted) <= 1,
                    $"{name} {rendition.Name}: {picture.Height} high instead of {wanted}"
                );
                Assert.DoesNotContain(picture.GetFields(), f => f.StartsWith("exif", StringComparison.Ordinal));
                Assert.All(
                    Pictures.Secrets,
                    secret => Assert.False(Photos.Holds(got, secret), $"{name} {rendition.Name} tells {secret}")
                );
            }
        }

        var peak = Megabytes(site, "VmHWM");
        output.WriteLine($"After {Pictures.Good.Count} good files as well: peak {peak} MB, {peak - before} MB more.");
        Assert.InRange(peak - before, 0, MegabytesLimit);
        Assert.DoesNotContain(Files(), f => f.EndsWith(".part", StringComparison.Ordinal));
        Assert.Equal(0, await site.StopAsync());
    }

    [Fact]
    public async Task Real_files_of_the_collection_get_all_their_forms_too()
    {
        var corpus = Corpus.Find("images");
        Assert.SkipWhen(corpus is null, "The collection of pictures is not there.");
        var media = new MediaFolder(Media);
        var renditions = new Renditions(media, new RenditionFolder(media));
        var (taken, refused) = (0, new List<string>());
        foreach (var file in Directory.EnumerateFiles(Path.Combine(corpus!, "good")).Order())
        {
            UploadedPicture master;
            try
            {
                master = await UploadedPicture.ReadAsync(await File.ReadAllBytesAsync(file), default);
            }
            catch (PictureRefusedException e)
            {
                refused.Add($"{Path.GetFileName(file)}: {e.Message}");
                continue;
            }

            var name = await media.AddAsync(master.Jpeg, ".jpg", default);
            foreach (var wanted in Rendition.AllOf(master.Width, 50, 50))
            {
                var made = (await renditions.FindAsync(name, wanted, default))!;
                using var picture = Image.NewFromFile(made.FullName);
                Assert.True(picture.Width == wanted.Width, $"{file} {wanted.Name}: {picture.Width} wide");
            }

            taken++;
        }

        output.WriteLine($"{taken} taken; refused: {string.Join("; ", refused)}");
        Assert.All(refused, r => Assert.Contains("moves", r, StringComparison.Ordinal));
        Assert.InRange(taken, 30, 60);
    }

    private static async Task<JsonElement> UploadAsync(Visitor visitor, string name, byte[] bytes)
    {
        var page = await visitor.PageAsync("/newsroom/pictures/new");
        using var body = new MultipartFormDataContent
        {
            {
                new StringContent(((IHtmlInputElement)page.QuerySelector("[name=__RequestVerificationToken]")!).Value),
                "__RequestVerificationToken"
            },
            { new StringContent(Guid.NewGuid().ToString()), "key" },
            { new ByteArrayContent(bytes), "file", name },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/newsroom/pictures/upload") { Content = body };
        using var answer = await visitor.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private HashSet<string> Files() => [.. Directory.EnumerateFiles(Media, "*", SearchOption.AllDirectories)];

    private static async Task<long> RowsAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var count = source.CreateCommand("select count(*) from newsroom.picture");
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private static int Megabytes(SiteProcess site, string field) =>
        int.Parse(
            File.ReadLines($"/proc/{site.Id}/status")
                .First(line => line.StartsWith(field, StringComparison.Ordinal))
                .Split(' ', '\t')
                .First(part => int.TryParse(part, out _)),
            System.Globalization.CultureInfo.InvariantCulture
        ) / 1024;
}
