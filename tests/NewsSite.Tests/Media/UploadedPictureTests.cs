using System.Buffers.Binary;
using System.Diagnostics;
using NetVips;
using NewsSite.News.Media;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Media;

public sealed class UploadedPictureTests
{
    [Fact]
    public async Task A_picture_that_was_taken_sideways_is_stored_upright_and_measured_so()
    {
        var sideways = Photos.Quarters(1200, 800, m => m.Set(GValue.GIntType, "orientation", 6));
        var master = await UploadedPicture.ReadAsync(sideways, default);
        Assert.Equal((800, 1200), (master.Width, master.Height));
        using var picture = Image.NewFromBuffer(master.Jpeg);
        Assert.Equal((800, 1200), (picture.Width, picture.Height));
        Assert.False(picture.Contains("orientation") && (int)picture.Get("orientation") != 1);
        Assert.True(picture.Shows(25, 25, Photos.Blue), "top left");
        Assert.True(picture.Shows(75, 25, Photos.Red), "top right");
        Assert.True(picture.Shows(25, 75, Photos.Yellow), "bottom left");
        Assert.True(picture.Shows(75, 75, Photos.Green), "bottom right");
    }

    [Fact]
    public async Task Camera_and_place_are_gone_and_the_credit_stays()
    {
        var told = Photos.Told();
        Assert.All(
            new[] { "SecretCamera", "SecretXmp", "Rosa Vane", "HiddenExif" },
            secret => Assert.True(Photos.Holds(told, secret), $"{secret} is not in the picture to begin with")
        );
        var master = await UploadedPicture.ReadAsync(told, default);
        using var picture = Image.NewFromBuffer(master.Jpeg);
        Assert.DoesNotContain(
            picture.GetFields(),
            f => f.StartsWith("exif", StringComparison.Ordinal) || f.StartsWith("xmp", StringComparison.Ordinal)
        );
        Assert.All(
            new[] { "SecretCamera", "SecretXmp", "HiddenExif", "Exif" },
            secret => Assert.False(Photos.Holds(master.Jpeg, secret), secret)
        );
        Assert.True(Photos.Holds(master.Jpeg, "Rosa Vane"), "the credit is gone");
    }

    [Theory]
    [InlineData("", "A girl with a net")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>", null)]
    [InlineData("<!DOCTYPE x SYSTEM \"http://127.0.0.1/x.dtd\">", null)]
    [InlineData("<!DOCTYPE x [<!ENTITY e \"ha\">]>", null)]
    public async Task Words_in_a_picture_declare_nothing_and_fetch_nothing(string declared, string? alt)
    {
        var words =
            declared
            + "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" xmlns:c=\"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/\">"
            + "<c:AltTextAccessibility>A girl with a net</c:AltTextAccessibility></x:xmpmeta>";
        var photo = Photos.Quarters(
            64,
            48,
            m => m.Set(GValue.BlobType, "xmp-data", System.Text.Encoding.UTF8.GetBytes(words))
        );
        Assert.Equal(alt, (await UploadedPicture.ReadAsync(photo, default)).Words.Alt);
    }

    [Fact]
    public async Task Bombs_are_refused_by_their_header_at_once()
    {
        using var small = Image.Black(16, 16, bands: 3);
        var png = small.PngsaveBuffer();
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 30_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 30_000);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        var jpeg = small.JpegsaveBuffer();
        var frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), 64_250);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), 64_250);
        foreach (var bomb in new[] { png, jpeg })
        {
            var watch = Stopwatch.StartNew();
            var refused = await Assert.ThrowsAsync<PictureRefusedException>(() =>
                UploadedPicture.ReadAsync(bomb, default)
            );
            Assert.Contains("more than 50 megapixels", refused.Message, StringComparison.Ordinal);
            Assert.InRange(watch.ElapsedMilliseconds, 0, 1000);
        }
    }

    [Fact]
    public async Task What_is_no_still_photograph_is_refused_with_the_reason_whatever_its_name()
    {
        using var frame = Image.Black(20, 60, bands: 3);
        using var film = frame.Mutate(m =>
        {
            m.DrawRect([255], 0, 20, 20, 20, fill: true);
            m.Set(GValue.GIntType, "page-height", 20);
        });
        var photo = Photos.Quarters(300, 200);
        var cases = new (string What, byte[] Bytes, string Reason)[]
        {
            ("nothing", [], "is not a picture"),
            ("text", "Hello"u8.ToArray(), "is not a picture"),
            ("svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"u8.ToArray(), "is not a picture"),
            ("tiff", [0x49, 0x49, 0x2A, 0x00, 8, 0, 0, 0], "is not a picture"),
            ("heic", "\0\0\0\u0018ftypheic\0\0\0\0mif1heic"u8.ToArray(), "HEIC"),
            ("film", film.WebpsaveBuffer(), "moves"),
            ("cut off", photo[..(photo.Length / 2)], "damaged"),
            ("first bytes only", photo[..4], "damaged"),
            ("large", new byte[UploadedPicture.ByteLimit + 1], "larger than 25 MB"),
        };
        var wrong = new List<string>();
        foreach (var (what, bytes, reason) in cases)
        {
            try
            {
                await UploadedPicture.ReadAsync(bytes, default);
                wrong.Add($"{what} was taken");
            }
            catch (PictureRefusedException refused)
            {
                if (!refused.Message.Contains(reason, StringComparison.Ordinal))
                {
                    wrong.Add($"{what}: {refused.Message}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_see_through_picture_lies_on_white_and_a_printers_colours_become_the_screens()
    {
        using var glass = Image.Black(40, 40, bands: 4);
        using var png = glass.Copy(interpretation: Enums.Interpretation.Srgb);
        var master = await UploadedPicture.ReadAsync(png.PngsaveBuffer(), default);
        using var picture = Image.NewFromBuffer(master.Jpeg);
        Assert.True(picture.Shows(50, 50, [255, 255, 255]));

        using var ink = (Image.Black(40, 40, bands: 4) + new double[] { 0, 255, 255, 0 })
            .Cast(Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Cmyk);
        var printed = await UploadedPicture.ReadAsync(ink.JpegsaveBuffer(), default);
        using var shown = Image.NewFromBuffer(printed.Jpeg);
        var colour = shown.Getpoint(20, 20);
        Assert.Equal(3, colour.Length);
        Assert.True(colour[0] > 180 && colour[1] < 90 && colour[2] < 90, string.Join(',', colour));
    }

    [Fact]
    public async Task No_file_of_the_collections_crashes_or_takes_long()
    {
        var folder = Corpus.Find("images");
        Assert.SkipWhen(folder is null, "The collection of pictures is not there.");
        var (wrong, taken) = (new List<string>(), 0);
        foreach (var file in Directory.EnumerateFiles(folder!, "*", SearchOption.AllDirectories).Order())
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            var watch = Stopwatch.StartNew();
            try
            {
                var master = await UploadedPicture.ReadAsync(bytes, default);
                using var picture = Image.NewFromBuffer(master.Jpeg);
                Assert.Equal((master.Width, master.Height), (picture.Width, picture.Height));
                taken++;
            }
            catch (PictureRefusedException refused)
            {
                if (Path.GetFileName(file).StartsWith("jpg_", StringComparison.Ordinal))
                {
                    wrong.Add($"{file}: {refused.Message}");
                }
            }
            catch (Exception e)
            {
                wrong.Add($"{file}: {e}");
            }

            if (watch.Elapsed > TimeSpan.FromSeconds(5))
            {
                wrong.Add($"{file}: {watch.Elapsed}");
            }
        }

        Assert.Empty(wrong);
        Assert.InRange(taken, 150, 230);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
            }
        }

        return ~crc;
    }
}
