using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace NewsSite.Web.Shared;

/// <summary>
/// The reader's style sheets as text, to stand inside the pages: the first view then needs one round trip. The policy
/// names each by its hash, so that no other inline style is ever applied.
/// </summary>
public sealed partial class ReaderStyle
{
    public ReaderStyle(IWebHostEnvironment environment)
    {
        Css = Read(environment, "dist/reader.css");
        BareCss = Read(environment, "dist/bare.css");
        Sources = $"'sha256-{Hash(Css)}' 'sha256-{Hash(BareCss)}'";
        HeadlineFont = Font().Match(Css).Value;
    }

    /// <summary>Of every page.</summary>
    public string Css { get; }

    /// <summary>Of pages that must not depend on anything else: errors, and being offline.</summary>
    public string BareCss { get; }

    /// <summary>What the content security policy allows besides files.</summary>
    public string Sources { get; }

    /// <summary>The address of the font to fetch first.</summary>
    public string HeadlineFont { get; }

    private static string Read(IWebHostEnvironment environment, string path)
    {
        using var reader = new StreamReader(environment.WebRootFileProvider.GetFileInfo(path).CreateReadStream());
        return reader.ReadToEnd().Trim();
    }

    private static string Hash(string css) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(css)));

    [GeneratedRegex(@"/dist/fonts/headline[^"")]+\.woff2")]
    private static partial Regex Font();
}
