using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Reading;

/// <summary>Every kind of page, read by the checker of the W3C.</summary>
// Whether drawings can be read holds for the whole process: not while the demo paints its own.
[Collection("Drawings")]
public sealed class ValidHtmlTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    // Younger than the checker, and each asked for inside @supports only.
    private static readonly string[] YoungStyles = ["animation-timeline", "animation-range"];
    private const string Checker = "tests/audit/node_modules/vnu-jar/build/dist/vnu.jar";

    [Fact]
    public async Task Every_kind_of_page_is_valid()
    {
        var checker = Corpus.Above(Checker);
        Assert.SkipWhen(checker is null, "The HTML checker is missing: npm ci --ignore-scripts in tests/audit.");
        Assert.SkipUnless(HasJava(), "The HTML checker needs Java: apt-get install default-jre-headless.");

        var templates = await EveryTemplate.FillAsync(site);
        var folder = Directory.CreateTempSubdirectory("newssite-html-");
        try
        {
            using var stranger = site.Visitor();
            await Assert.AllAsync(
                templates,
                async t =>
                    await File.WriteAllTextAsync(
                        Path.Combine(folder.FullName, t.Name + ".html"),
                        await stranger.ReadAsync(t)
                    )
            );
            Assert.Empty(Unvisited(templates));
            var wrong = await CheckAsync(checker!, folder.FullName);
            Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <returns>The readers' pages that no template is an example of.</returns>
    private IEnumerable<string> Unvisited(IReadOnlyList<Template> templates) =>
        site
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e =>
                e.Metadata.GetMetadata<PageActionDescriptor>()
                    ?.RelativePath.StartsWith("/Reading/", StringComparison.Ordinal) == true
            )
            .Select(e => e.RoutePattern.RawText!)
            .Where(route =>
            {
                var matcher = new TemplateMatcher(TemplateParser.Parse(route.TrimStart('/')), []);
                return templates.All(t => !matcher.TryMatch(t.Address.Split('?')[0], []));
            });

    /// <returns>What is wrong and where, a line each: errors, and warnings as well.</returns>
    private static async Task<List<string>> CheckAsync(string checker, string folder)
    {
        // One run for all pages: Java takes longer to start than to read them.
        using var process = Process.Start(
            new ProcessStartInfo(
                "java",
                ["-Xss4m", "-jar", checker, "--format", "json", "--stdout", "--exit-zero-always", folder]
            )
            {
                RedirectStandardOutput = true,
            }
        )!;
        var report = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        using var json = JsonDocument.Parse(report);
        return
        [
            .. json
                .RootElement.GetProperty("messages")
                .EnumerateArray()
                .Where(m => Text(m, "type") != "info" || Text(m, "subType") == "warning")
                .Where(m =>
                    !Array.Exists(
                        YoungStyles,
                        s =>
                            Text(m, "message")!
                                .Contains($"“{s}”: Property “{s}” doesn't exist", StringComparison.Ordinal)
                    )
                )
                .Select(m =>
                    $"{Path.GetFileName(Text(m, "url"))}: {Text(m, "type")}: {Text(m, "message")} {Text(m, "extract")}"
                ),
        ];
    }

    private static string? Text(JsonElement message, string name) =>
        message.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static bool HasJava()
    {
        try
        {
            using var java = Process.Start(
                new ProcessStartInfo("java", ["-version"])
                {
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                }
            )!;
            java.WaitForExit();
            return java.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
