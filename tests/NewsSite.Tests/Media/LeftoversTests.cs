using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Media;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Media;

/// <summary>A server that was killed while it wrote leaves files that nobody will ever end.</summary>
public sealed class LeftoversTests(PostgresFixture postgres)
{
    [Fact]
    public async Task What_was_begun_long_ago_is_cleared_away_at_the_start_and_what_others_are_writing_is_not()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        var picture = Path.Combine(site.MediaPath, await site.PictureAsync("Whole"));
        File.SetLastWriteTimeUtc(picture, DateTime.UtcNow.AddDays(-1));
        var forms = Path.Combine(site.MediaPath, "renditions", "abc");
        Directory.CreateDirectory(forms);
        string[] old = [Path.Combine(site.MediaPath, "abc.jpg.1.part"), Path.Combine(forms, "320.webp.2.part")];
        var young = Path.Combine(forms, "640.webp.3.part");
        foreach (var path in old.Append(young))
        {
            await File.WriteAllTextAsync(path, "half of it");
        }

        Array.ForEach(old, path => File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-2)));

        // A server that starts over the same folder.
        await using var second = await SiteFixture.BesideAsync(
            site,
            builder => builder.UseSetting("NewsSite:DataDirectory", Path.GetDirectoryName(site.MediaPath))
        );
        await SiteProcess.UntilAsync(() => Task.FromResult(!Array.Exists(old, File.Exists)));
        Assert.True(File.Exists(young));
        Assert.True(File.Exists(picture));
        Assert.NotNull(second.Services.GetRequiredService<MediaFolder>());
    }
}
