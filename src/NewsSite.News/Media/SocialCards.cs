using System.Security;
using System.Security.Cryptography;
using System.Text;
using NetVips;

namespace NewsSite.News.Media;

/// <summary>What a card is drawn from.</summary>
/// <param name="ColourKey">The section's.</param>
/// <param name="FontFile">The headline font, as the style sheet's, in a cut that this machine reads.</param>
public sealed record CardText(string Headline, string ColourKey, string SiteName, string FontFile)
{
    /// <summary>Stands in the place of the name; null where there is none.</summary>
    public FileInfo? Logo { get; init; }
}

/// <summary>Cards for stories without a picture: the section's colour, the headline, the name of the paper.</summary>
public sealed class SocialCards(RenditionFolder folder)
{
    public const int Width = 1200;
    public const int Height = 630;

    private const int Margin = 80;
    private const int RuleHeight = 16;
    private const int HeadlineTop = 88;
    private const int HeadlineHeight = 390;
    private const int SiteNameHeight = 40;
    private const int LogoWidth = 400;
    private const int LogoHeight = 68;

    // As the file itself says.
    private const string Family = "Newsreader 16pt";
    private static readonly double[] Paper = [255, 255, 255];
    private static readonly double[] Ink = [0x17, 0x18, 0x1a];

    // The light set of the style sheet's tokens.
    private static readonly Dictionary<string, int> Colours = new()
    {
        ["news"] = 0xa3182b,
        ["world"] = 0x1c5a96,
        ["politics"] = 0x6a3a8c,
        ["business"] = 0x0a6656,
        ["opinion"] = 0xa8430b,
        ["culture"] = 0x8a2f6b,
        ["sport"] = 0x1f6b2e,
        ["science"] = 0x0a6478,
        ["tech"] = 0x3b49a8,
        ["life"] = 0x8a5a00,
        ["plain"] = 0x17181a,
    };

    /// <returns>A JPEG of 1200 by 630 pixels.</returns>
    public Task<FileInfo> FindAsync(CardText text, CancellationToken cancel)
    {
        var inputs = $"{text.ColourKey}\n{text.SiteName}\n{text.Logo?.Name}\n{text.Headline}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(inputs)));
        return folder.FindOrMakeAsync($"cards/{hash}.jpg", path => Draw(text, path), cancel);
    }

    private static void Draw(CardText text, string path)
    {
        var colour = Colours.GetValueOrDefault(text.ColourKey, Colours["plain"]);
        double[] rule = [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];
        using var headline = Letters(text.Headline, 92, HeadlineHeight, text.FontFile);
        using var name = Letters(text.SiteName, 36, SiteNameHeight, text.FontFile);
        using var logo = text.Logo is { } file ? Logo(file) : null;
        using var paper = (Image.Black(Width, Height, bands: 3) + Paper).Cast(Enums.BandFormat.Uchar);
        using var card = paper
            .Copy(interpretation: Enums.Interpretation.Srgb)
            .Mutate(m =>
            {
                m.DrawRect(rule, 0, 0, Width, RuleHeight, fill: true);
                m.DrawRect(rule, Margin, Height - 132, 96, 4, fill: true);
                m.DrawMask(Ink, headline, Margin, HeadlineTop);
                if (logo is null)
                {
                    m.DrawMask(Ink, name, Margin, Height - 108);
                }
                else
                {
                    m.DrawImage(logo, Margin, Height - 108);
                }
            });
        Jpegs.Write(card, path, Renditions.CropLimit);
    }

    /// <returns>The logo as it stands on paper.</returns>
    private static Image Logo(FileInfo file)
    {
        using var small = Image.Thumbnail(file.FullName, LogoWidth, height: LogoHeight, size: Enums.Size.Down);
        using var colours = small.Colourspace(Enums.Interpretation.Srgb);
        using var opaque = colours.HasAlpha() ? colours.Flatten(background: Paper) : colours.Copy();
        return opaque.Cast(Enums.BandFormat.Uchar).CopyMemory();
    }

    /// <returns>A mask of the letters, wrapped, and shrunk where they would not fit.</returns>
    private static Image Letters(string words, int size, int height, string fontFile)
    {
        // The library reads markup; a headline is none.
        var text = SecurityElement.Escape(string.Concat(words.Where(c => !char.IsControl(c))));
        Image Set(int? boxHeight) =>
            Image.Text(
                text,
                font: $"{Family} {size}",
                width: Width - (2 * Margin),
                height: boxHeight,
                fontfile: fontFile,
                wrap: Enums.TextWrap.WordChar
            );
        var natural = Set(null);
        if (natural.Height <= height && natural.Width <= Width - (2 * Margin))
        {
            return natural.CopyMemory();
        }

        natural.Dispose();
        return Set(height).CopyMemory();
    }
}
