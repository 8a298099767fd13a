using System.Text.Json;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Exporting;

/// <summary>The settings that readers see where an admin has saved none: those of the servers.</summary>
internal static class SettingsRecord
{
    public static void Write(Utf8JsonWriter json, ExportNoun noun, PublishedSettings settings)
    {
        foreach (var field in noun.Fields)
        {
            json.WritePropertyName(field.Name);
            JsonSerializer.Serialize(json, Of(settings, field.Name));
        }
    }

    private static object? Of(PublishedSettings s, string field) =>
        field switch
        {
            "name" => s.Name,
            "masthead" => s.Masthead,
            "description" => s.Description,
            "language" => s.Language,
            "languages" => s.Languages,
            "logo" => s.Logo,
            "darkLogo" => s.DarkLogo,
            "timeZone" => s.TimeZone,
            "contact" => s.Contact,
            "crawlerPolicy" => s.CrawlerPolicy,
            "robotsLines" => s.RobotsLines,
            "breakingHours" => s.BreakingHours,
            "feedStories" => s.FeedStories,
            "countsReadings" => s.CountsReadings,
            "socialLinks" => s.SocialLinks,
            "policies" => s.Policies,
            "headerMenu" => s.HeaderMenu,
            "footerMenu" => s.FooterMenu,
            _ => throw new NotSupportedException($"What holds for {field} where nothing was saved is not known."),
        };
}
