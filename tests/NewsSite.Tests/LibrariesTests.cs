using System.Text.Json;
using System.Xml.Linq;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests;

/// <summary>What the site is made of besides its own code.</summary>
public sealed class LibrariesTests
{
    [Fact]
    public void Each_project_locks_all_that_it_uses_to_one_version_and_content()
    {
        var projects = new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateDirectories(Path.Combine(NamedTests.Root, folder)))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"))
            .ToList();
        Assert.NotEmpty(projects);
        foreach (var project in projects)
        {
            var locked = Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json");
            using var list = JsonDocument.Parse(File.ReadAllText(locked));
            var packages = list
                .RootElement.GetProperty("dependencies")
                .EnumerateObject()
                .SelectMany(framework => framework.Value.EnumerateObject())
                .Where(package => package.Value.GetProperty("type").GetString() != "Project")
                .ToDictionary(package => package.Name, package => package.Value);
            Assert.All(packages.Values, package => Assert.NotEmpty(package.GetProperty("contentHash").GetString()!));
            Assert.All(
                XDocument.Load(project).Descendants("PackageReference"),
                used => Assert.Contains(used.Attribute("Include")!.Value, packages.Keys)
            );
        }
    }
}
