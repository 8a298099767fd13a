using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Domain.Extensions;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests;

/// <summary>What can do harm in the wrong hands, and whose hands it may be in: over the compiled code and the scripts.</summary>
public sealed partial class DangerousTypesTests
{
    // What runs other programs with: each place lists fixed arguments, none of which was typed by anybody.
    private static readonly string[] Starters =
    [
        "NewsSite.Rendering.Worker",
        "NewsSite.EmbeddedPostgres.EmbeddedServer",
        "NewsSite.EmbeddedPostgres.DataFolder",
        "NewsSite.EmbeddedPostgres.UnprivilegedUser",
    ];

    // What would make objects of types that whoever wrote the bytes has chosen.
    private static readonly string[] Openers =
    [
        "System.Runtime.Serialization.Formatters.Binary.BinaryFormatter",
        "System.Runtime.Serialization.DataContractSerializer",
        "System.Runtime.Serialization.NetDataContractSerializer",
        "System.Text.Json.Serialization.JsonDerivedTypeAttribute",
        "System.Text.Json.Serialization.JsonPolymorphicAttribute",
        "System.Xml.Serialization.XmlSerializer",
        "System.Xml.XmlDocument",
        "System.Xml.Xsl.XslCompiledTransform",
        "System.Xml.XPath.XPathNavigator",
    ];

    // All of cryptography that is used by name; sealing and the hash of passwords are the framework's. HMAC with SHA-1 is
    // what authenticator apps speak (RFC 6238).
    private static readonly Dictionary<string, string[]?> Cryptography = new(StringComparer.Ordinal)
    {
        ["System.Security.Cryptography.SHA256"] = null,

        // SHA-256 again, of what comes piece by piece.
        ["System.Security.Cryptography.IncrementalHash"] = null,
        ["System.Security.Cryptography.HashAlgorithmName"] = null,
        ["System.Security.Cryptography.HMACSHA256"] = null,
        ["System.Security.Cryptography.RandomNumberGenerator"] = null,
        ["System.Security.Cryptography.CryptographicOperations"] = null,
        ["System.Security.Cryptography.CryptographicException"] = null,
        ["System.Security.Cryptography.HMACSHA1"] = ["NewsSite.News.Staff.OneTimeCode"],
    };

    [Fact]
    public void Programs_are_started_in_a_few_places_and_never_by_a_line_of_text()
    {
        Assert.Equal(Starters.Order(StringComparer.Ordinal), Users(t => t == "System.Diagnostics.ProcessStartInfo"));
        Assert.DoesNotContain(
            Calls("System.Diagnostics.Process", "Start"),
            call => call.Contains("(System.String", StringComparison.Ordinal)
        );
        Assert.Empty(Calls("System.Diagnostics.ProcessStartInfo", "set_Arguments"));
        Assert.DoesNotContain(
            Calls("System.Diagnostics.ProcessStartInfo", ".ctor"),
            call => call.Contains("System.String,System.String)", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Expressions_are_constants_and_the_one_that_is_not_is_made_of_our_own_table()
    {
        string[] takers =
        [
            ".ctor(System.String",
            "IsMatch(System.String,System.String",
            "Match(System.String,System.String",
            "Matches(System.String,System.String",
            "Split(System.String,System.String",
            "Replace(System.String,System.String,System.String",
        ];
        var made = House()
            .SelectMany(type => type.Dependencies.OfType<MethodCallDependency>())
            .Where(call =>
                call.Target.FullName == "System.Text.RegularExpressions.Regex"
                && takers.Any(t => call.TargetMember.Name.StartsWith(t, StringComparison.Ordinal))
            )
            .Select(call => NameOf(call.Origin))
            .Distinct();
        Assert.Equal(["NewsSite.Rendering.SafeHtml"], made);
    }

    [Fact]
    public void Nothing_that_is_read_chooses_its_type()
    {
        Assert.Empty(Users(Openers.Contains));
        Assert.Equal(
            ["NewsSite.News.Importing.BoundedXml", "NewsSite.News.Media.PictureWords"],
            Users(t => t == "System.Xml.XmlReader")
        );
    }

    [Fact]
    public void Cryptography_is_the_frameworks_and_of_the_kinds_that_are_listed()
    {
        var used = House()
            .SelectMany(type =>
                type.GetTypeDependencies()
                    .Where(t => t.FullName.StartsWith("System.Security.Cryptography", StringComparison.Ordinal))
                    .Select(t => (By: NameOf(type), t.FullName))
            )
            .ToList();
        Assert.All(
            used,
            use =>
                Assert.True(
                    Cryptography.TryGetValue(use.FullName, out var by) && by?.Contains(use.By) != false,
                    $"{use.By} uses {use.FullName}"
                )
        );
        Assert.Equal(
            Cryptography.Keys.Order(StringComparer.Ordinal),
            used.Select(u => u.FullName).Distinct().Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void No_script_writes_under_a_name_that_it_was_given()
    {
        var scripts = Directory
            .EnumerateFiles(
                Path.Combine(NamedTests.Root, "src", "NewsSite.Web", "Assets"),
                "*.ts",
                SearchOption.AllDirectories
            )
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal))
            .ToList();
        Assert.InRange(scripts.Count, 20, 1000);
        Assert.Empty(
            scripts.SelectMany(file =>
                File.ReadLines(file).Where(line => Written().IsMatch(line)).Select(line => $"{file}: {line.Trim()}")
            )
        );
    }

    [GeneratedRegex(
        @"[\w)\]]\[[^\]0-9""'][^\]]*\]\s*=[^=>]|__proto__|setPrototypeOf|\.prototype\b|\bfor \(const \w+ in "
    )]
    private static partial Regex Written();

    private static IEnumerable<IType> House() =>
        CompiledCode.House.Types.Where(t => t.FullName.StartsWith("NewsSite.", StringComparison.Ordinal));

    private static IEnumerable<string> Users(Func<string, bool> isMeant) =>
        House()
            .Where(type => type.GetTypeDependencies().Any(t => isMeant(t.FullName)))
            .Select(NameOf)
            .Distinct()
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Calls(string type, string member) =>
        House()
            .SelectMany(t => t.Dependencies.OfType<MethodCallDependency>())
            .Where(call =>
                call.Target.FullName == type
                && call.TargetMember.Name.StartsWith(member + "(", StringComparison.Ordinal)
            )
            .Select(call => $"{NameOf(call.Origin)} calls {call.TargetMember.Name}");

    // What the compiler makes of lambdas and of async methods lies inside the type that wrote them.
    private static string NameOf(IType type) => type.FullName.Split('+', '/')[0];
}
