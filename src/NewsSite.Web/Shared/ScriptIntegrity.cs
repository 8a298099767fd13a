using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace NewsSite.Web.Shared;

/// <summary>
/// Names the hash of each script file that a page loads: a browser runs none that was changed on its way, and none that an
/// attacker left in a cache.
/// </summary>
[HtmlTargetElement("script", Attributes = "src")]
public sealed class ScriptIntegrity(IWebHostEnvironment environment) : TagHelper
{
    // The files are those that the server began with, as their addresses are.
    private static readonly ConcurrentDictionary<string, string> Hashes = new();

    public override void Process(TagHelperContext context, TagHelperOutput output) =>
        output.Attributes.SetAttribute(
            "integrity",
            Hashes.GetOrAdd($"{context.AllAttributes["src"].Value}".TrimStart('~', '/'), Hash)
        );

    private string Hash(string path)
    {
        using var file = environment.WebRootFileProvider.GetFileInfo(path).CreateReadStream();
        return $"sha256-{Convert.ToBase64String(SHA256.HashData(file))}";
    }
}
