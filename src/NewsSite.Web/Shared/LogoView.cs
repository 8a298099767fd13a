using NewsSite.News.Media;

namespace NewsSite.Web.Shared;

/// <summary>The paper's logo as the head of a page shows it.</summary>
/// <param name="Dark">The address for dark screens; null for the same.</param>
/// <param name="Width">In pixels of the page.</param>
public sealed record LogoView(string Address, string? Dark, int Width, int Height)
{
    // On a phone, the ways to search and to the sections stand beside it.
    private const double MostWidth = 180;
    private const double MostHeight = 40;

    /// <returns>Null where the paper has none.</returns>
    public static LogoView? Of(SiteOptions site)
    {
        if (site.Logo is not { } file || UploadedLogo.SizeOf(file) is not var (width, height))
        {
            return null;
        }

        var scale = Math.Min(MostWidth / width, MostHeight / height);
        return new(
            $"/media/logo/{file}",
            site.DarkLogo is { } dark ? $"/media/logo/{dark}" : null,
            (int)Math.Round(width * scale),
            (int)Math.Round(height * scale)
        );
    }
}
