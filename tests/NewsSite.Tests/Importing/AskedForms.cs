using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>The pages on which admins take an archive in.</summary>
internal static class AskedForms
{
    public const string Address = "/admin/import";

    /// <returns>Where exports lie that admins take in.</returns>
    public static string ImportsFolder(this SiteFixture site) =>
        Path.Combine(Path.GetDirectoryName(site.MediaPath)!, "imports");

    /// <returns>What a post of WordPress says of its sections.</returns>
    public static string Filed(params string[] sections) =>
        string.Concat(
            sections.Select(s => $"<category domain=\"category\" nicename=\"{s}\"><![CDATA[{s}]]></category>")
        );

    public static Task<HttpResponseMessage> SendExportAsync(this Visitor admin, string name, string file) =>
        admin.UploadAsync(Address, "upload", name, Encoding.UTF8.GetBytes(file), [], "upload");

    /// <param name="fields">Further ones of the form.</param>
    /// <returns>Where the import is.</returns>
    public static async Task<string> BeginImportAsync(
        this Visitor admin,
        string file,
        params (string Name, string Value)[] fields
    )
    {
        using var asked = await admin.SubmitAsync(Address, [("file", file), .. fields], Address);
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        return asked.Headers.Location!.OriginalString;
    }

    public static async Task RemoveImportAsync(this Visitor admin, string import, bool withFiles)
    {
        using var removed = await admin.SubmitAsync(
            import,
            [("files", withFiles ? "true" : "false")],
            "handler=Remove"
        );
        Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);
    }

    /// <returns>The page of the import, once it says so.</returns>
    public static async Task<IHtmlDocument> UntilImportAsync(this Visitor admin, string import, string words)
    {
        IHtmlDocument? page = null;
        await SiteProcess.UntilAsync(async () =>
        {
            page = await admin.PageAsync(import);
            return page.QuerySelector("[data-under-way=true]") is null
                && page.QuerySelector(".panel")!.TextContent.Contains(words, StringComparison.Ordinal);
        });
        return page!;
    }

    /// <returns>Where one can choose what becomes of a section.</returns>
    public static IHtmlSelectElement Choice(IHtmlDocument page, string section)
    {
        var there = page.QuerySelectorAll("input[name$=There]").Single(i => i.GetAttribute("value") == section);
        return (IHtmlSelectElement)there.ParentElement!.QuerySelector("select")!;
    }
}
