using System.Text.RegularExpressions;
using NewsSite.News.Staff;

namespace NewsSite.Web.Admin.Audit;

/// <summary>The audit in people's words. What has none here is taken apart as the code writes it.</summary>
public static partial class AuditWords
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["article"] = "Story",
        ["category"] = "Section",
        ["staff"] = "Person",
        ["standing-page"] = "Page about the paper",
        ["front"] = "Front page",
        ["settings"] = "Settings",
        ["job"] = "Job",
    };

    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["Slug"] = "Address",
        ["ColourKey"] = "Colour",
        ["ParentId"] = "Lies in",
        ["ReplacedById"] = "Passed on to",
        ["LiveNumber"] = "Live version",
        ["ArticleId"] = "Story",
        ["IsOn"] = "On",
        ["Body"] = "Text",
        ["RobotsLines"] = "Lines for robots.txt",
        ["CountsReadings"] = "Counts how often stories are read",
        ["FocalX"] = "Focal point, % from the left",
        ["FocalY"] = "Focal point, % from the top",
    };

    /// <returns>ChangeCategory as "Change section".</returns>
    public static string Act(string act) =>
        Apart(act)
            .Replace("category", "section", StringComparison.Ordinal)
            .Replace("staff", "person", StringComparison.Ordinal);

    /// <returns>standing-page as "Page about the paper".</returns>
    public static string Kind(string kind) =>
        Kinds.GetValueOrDefault(kind)
        ?? (kind.Length == 0 ? "Other" : Apart(char.ToUpperInvariant(kind[0]) + kind[1..].Replace('-', ' ')));

    /// <returns>ParentId as "Lies in".</returns>
    public static string Field(string field) =>
        Fields.GetValueOrDefault(field)
        ?? Apart(field.EndsWith("Id", StringComparison.Ordinal) && field.Length > 2 ? field[..^2] : field);

    /// <returns>Null for entries from before it was asked.</returns>
    public static string? How(Way? way) =>
        way switch
        {
            null => null,
            Way.CommandLine => "command line",
            Way.Scheduler => "scheduler",
            _ => "web",
        };

    // "MakePreviewLink" becomes "Make preview link".
    private static string Apart(string name) =>
        Capital().Replace(name, m => m.Index == 0 ? m.Value : " " + m.Value.ToLowerInvariant());

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
