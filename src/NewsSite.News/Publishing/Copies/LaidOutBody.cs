using System.Security.Cryptography;
using System.Text.Json;
using NewsSite.News.Database;
using NewsSite.Rendering;

namespace NewsSite.News.Publishing.Copies;

/// <summary>A body that was laid out before.</summary>
/// <param name="MadeFrom">See <see cref="Schedules.PreparedCopy.MadeFrom"/>.</param>
internal sealed record PreparedBody(string MadeFrom, string Html, string Text, string[] Pictures);

/// <summary>A body as readers will see it.</summary>
/// <param name="PictureIds">Of the pictures that it shows.</param>
/// <param name="MadeFrom">See <see cref="Schedules.PreparedCopy.MadeFrom"/>; null where it is not laid out.</param>
internal sealed record LaidOutBody(RenderedBody Text, long[] PictureIds, string? MadeFrom)
{
    // Another build may lay the same body out in another way.
    private static readonly string Build = $"{typeof(StoryMarkdown).Module.ModuleVersionId}";

    /// <param name="prepared">Taken where it is still what the body would become.</param>
    /// <exception cref="BodyRefusedException">The body cannot be shown.</exception>
    public static async Task<LaidOutBody> OfAsync(
        NewsroomDb db,
        string markdown,
        CancellationToken cancel,
        PreparedBody? prepared = null
    )
    {
        var pictures = await TextPictures.FindAsync(db, markdown, BodyPictures.ReadersRoot, cancel);
        var from = Fingerprint(markdown, pictures.Known);
        if (prepared?.MadeFrom == from)
        {
            var ready = new RenderedBody(prepared.Html, prepared.Text, prepared.Pictures.ToHashSet());
            return new(ready, pictures.Shown(ready), from);
        }

        if (db.Database.CurrentTransaction is not null)
        {
            await StandStill.ExtendAsync(db, StandStill.Working, cancel);
        }

        var text = await StoryMarkdown.RenderAsync(markdown, cancel, pictures.Known);
        return new(text, pictures.Shown(text), from);
    }

    /// <summary>
    /// What was public in its time stays so, in its own words at least: limits grow stricter over the years, and other
    /// systems have none.
    /// </summary>
    /// <returns>Plain words, without <see cref="MadeFrom"/>, where the body cannot be shown.</returns>
    public static async Task<LaidOutBody> OrPlainAsync(NewsroomDb db, string markdown, CancellationToken cancel)
    {
        try
        {
            return await OfAsync(db, markdown, cancel);
        }
        catch (BodyRefusedException)
        {
            return Plain(markdown);
        }
    }

    /// <summary>The words without any layout.</summary>
    public static LaidOutBody Plain(string markdown) => new(StoryMarkdown.Plain(markdown), [], null);

    private static string Fingerprint(string markdown, BodyPictures pictures) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                JsonSerializer.SerializeToUtf8Bytes(
                    new
                    {
                        Build,
                        markdown,
                        pictures.Root,
                        Pictures = pictures.ByFileName.OrderBy(p => p.Key, StringComparer.Ordinal),
                    }
                )
            )
        );
}
