using System.Collections.Concurrent;
using System.Text;
using NetVips;
using NewsSite.News.Media;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Media;

// Whether drawings can be read holds for the whole process: not while the demo paints its own.
[Collection("Drawings")]
public sealed class RenditionsTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"newssite-media-{Guid.NewGuid():N}");
    private readonly MediaFolder media;
    private readonly Renditions renditions;

    public RenditionsTests()
    {
        media = new MediaFolder(path);
        renditions = new Renditions(media, new RenditionFolder(media));
    }

    public void Dispose()
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    [Theory]
    [InlineData(4000, new[] { 320, 480, 640, 960, 1280, 1600, 2000 })]
    [InlineData(1600, new[] { 320, 480, 640, 960, 1280, 1600 })]
    [InlineData(700, new[] { 320, 480, 640, 700 })]
    [InlineData(200, new[] { 200 })]
    public void No_picture_is_enlarged_and_each_can_be_had_in_its_own_width(int master, int[] widths) =>
        Assert.Equal(widths, Rendition.WidthsOf(master));

    [Fact]
    public void Only_the_one_spelling_of_a_rendition_is_one()
    {
        string[] good = ["320.avif", "700.webp", "2000.jpg", "16x9-0-100.jpg", "social-50-50.jpg", "1x1-9-10.jpg"];
        Assert.All(good, name => Assert.NotNull(Rendition.Parse(name)));
        string[] bad =
        [
            "",
            "320",
            "0320.avif",
            "+320.avif",
            "-320.avif",
            "320.AVIF",
            "320.png",
            "320.svg",
            "320.avif\n",
            "99999999999.avif",
            "٣٢٠.avif",
            "16x9.jpg",
            "16x9-50.jpg",
            "16x9-50-50.avif",
            "16x9-050-50.jpg",
            "16x9-101-50.jpg",
            "16x9--1-50.jpg",
            "9x16-50-50.jpg",
            "social-50-50.jpg.jpg",
            "../320.avif",
        ];
        Assert.All(bad, name => Assert.Null(Rendition.Parse(name)));
    }

    [Fact]
    public async Task Each_width_and_format_is_what_its_name_says_and_tells_no_secrets()
    {
        var master = await AddAsync((await UploadedPicture.ReadAsync(Photos.Told(), default)).Jpeg);
        foreach (var width in Rendition.WidthsOf(1200))
        {
            foreach (var (format, loader) in new[] { ("avif", "heif"), ("webp", "webp"), ("jpg", "jpeg") })
            {
                var file = await MakeAsync(master, $"{width}.{format}");
                using var picture = Image.NewFromFile(file.FullName);
                Assert.StartsWith(loader, (string)picture.Get("vips-loader"), StringComparison.Ordinal);
                Assert.Equal((width, (int)Math.Round(width * 2 / 3.0)), (picture.Width, picture.Height));
                Assert.True(picture.Shows(25, 25, Photos.Red), file.Name);
                Assert.True(picture.Shows(75, 75, Photos.Yellow), file.Name);
                var bytes = await File.ReadAllBytesAsync(file.FullName, TestContext.Current.CancellationToken);
                Assert.All(
                    new[] { "Secret", "HiddenExif" },
                    secret => Assert.False(Photos.Holds(bytes, secret), $"{file.Name}: {secret}")
                );
                Assert.Equal(format == "jpg", Photos.Holds(bytes, "Rosa Vane"));
            }
        }
    }

    [Theory]
    [InlineData(0, 75)]
    [InlineData(50, 50)]
    [InlineData(100, 25)]
    public async Task A_crop_keeps_the_focal_point_in_view(int focalX, int border)
    {
        // Scaled to a height of 1200 the picture is 1800 wide: the border between its colours moves through the square.
        var master = await AddAsync(Photos.Quarters(1500, 1000));
        using var square = Image.NewFromFile((await MakeAsync(master, $"1x1-{focalX}-50.jpg")).FullName);
        Assert.Equal((1200, 1200), (square.Width, square.Height));
        Assert.True(square.Shows(border - 4, 25, Photos.Red));
        Assert.True(square.Shows(border + 4, 25, Photos.Green));
        Assert.True(square.Shows(border - 4, 75, Photos.Blue));
    }

    [Fact]
    public async Task Every_crop_has_its_size_even_of_a_small_or_narrow_picture()
    {
        foreach (var (width, height) in new[] { (1500, 1000), (90, 60), (60, 2000), (2000, 40), (1, 1) })
        {
            var master = await AddAsync(Photos.Quarters(width, height));
            foreach (
                var (shape, w, h) in new[]
                {
                    ("16x9", 1200, 675),
                    ("4x3", 1200, 900),
                    ("1x1", 1200, 1200),
                    ("social", 1200, 630),
                }
            )
            {
                using var crop = Image.NewFromFile((await MakeAsync(master, $"{shape}-30-70.jpg")).FullName);
                Assert.Equal((w, h), (crop.Width, crop.Height));
            }
        }
    }

    [Fact]
    public async Task The_busiest_picture_is_still_small_enough_to_share()
    {
        using var noise = Image.Gaussnoise(1600, 1067, sigma: 90, mean: 128).Cast(Enums.BandFormat.Uchar);
        using var colours = noise.Bandjoin(noise.FlipHor(), noise.FlipVer());
        using var picture = colours.Copy(interpretation: Enums.Interpretation.Srgb);
        var master = await AddAsync(picture.JpegsaveBuffer(q: 95));
        Assert.InRange((await MakeAsync(master, "social-50-50.jpg")).Length, 10_000, 300_000);
    }

    [Fact]
    public async Task However_many_ask_a_file_is_made_once_and_two_are_made_at_a_time()
    {
        var master = await AddAsync(Photos.Quarters(2400, 1600));
        var folder = Directory.CreateDirectory(
            Path.Combine(path, "renditions", Path.GetFileNameWithoutExtension(master))
        );
        string[] names = [.. Rendition.WidthsOf(2400).SelectMany(w => new[] { $"{w}.avif", $"{w}.webp" })];
        var (begun, open, most) = (new ConcurrentBag<string>(), 0, 0);
        var done = new TaskCompletionSource();
        var left = names.Length;
        using var watch = new FileSystemWatcher(folder.FullName) { InternalBufferSize = 65536 };
        watch.Created += (_, e) =>
        {
            begun.Add(e.Name!);
            most = Math.Max(most, ++open);
        };
        watch.Renamed += (_, _) =>
        {
            open--;
            if (--left == 0)
            {
                done.SetResult();
            }
        };
        watch.EnableRaisingEvents = true;

        await Task.WhenAll(names.SelectMany(name => Enumerable.Range(0, 12).Select(_ => MakeAsync(master, name))));
        await done.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            begun.Select(n => n[..n.IndexOf('.', n.IndexOf('.') + 1)]).Order(StringComparer.Ordinal)
        );
        Assert.InRange(most, 1, 2);
        Assert.Equal(names.Length, folder.GetFiles().Length);
    }

    [Fact]
    public async Task Who_goes_away_does_not_take_the_file_from_those_who_wait()
    {
        var master = await AddAsync(Photos.Quarters(2400, 1600));
        using var gone = new CancellationTokenSource();
        var wanted = Rendition.Parse("2000.avif")!;
        var first = renditions.FindAsync(master, wanted, gone.Token);
        var second = renditions.FindAsync(master, wanted, default);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.True((await second)!.Exists);
    }

    [Fact]
    public async Task A_drawing_is_not_read_even_when_it_is_called_a_photograph()
    {
        var svg = Encoding.UTF8.GetBytes("<svg xmlns='http://www.w3.org/2000/svg' width='900' height='600'/>");
        var master = await AddAsync(svg);
        await Assert.ThrowsAsync<VipsException>(() => MakeAsync(master, "640.jpg"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(path, "renditions"), "*", SearchOption.AllDirectories));
    }

    private Task<string> AddAsync(byte[] jpeg) => media.AddAsync(jpeg, ".jpg", TestContext.Current.CancellationToken);

    private async Task<FileInfo> MakeAsync(string master, string name) =>
        (await renditions.FindAsync(master, Rendition.Parse(name)!, TestContext.Current.CancellationToken))!;
}
