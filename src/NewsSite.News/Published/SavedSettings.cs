using System.Text.Json;
using Npgsql;

namespace NewsSite.News.Published;

/// <summary>What an admin has settled for the whole paper, as servers hold it; see <c>PublishedSettings</c>.</summary>
public sealed record SavedSettings
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public required string Name { get; init; }
    public string? Masthead { get; init; }
    public string? Description { get; init; }
    public required string Language { get; init; }
    public required IReadOnlyList<string> Languages { get; init; }
    public string? Logo { get; init; }
    public string? DarkLogo { get; init; }
    public required string TimeZone { get; init; }
    public string? Contact { get; init; }
    public required string CrawlerPolicy { get; init; }
    public string? RobotsLines { get; init; }
    public required int BreakingHours { get; init; }
    public required int FeedStories { get; init; }
    public required bool CountsReadings { get; init; }
    public required IReadOnlyList<string> SocialLinks { get; init; }
    public required IReadOnlyList<string> Policies { get; init; }
    public required IReadOnlyList<string> HeaderMenu { get; init; }
    public required IReadOnlyList<string> FooterMenu { get; init; }

    /// <param name="connection">Open; may read what readers may.</param>
    /// <returns>Null before anything was saved.</returns>
    public static async Task<SavedSettings?> ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var read = new NpgsqlCommand("select row_to_json(s)::text from site.settings s", connection);
        return await read.ExecuteScalarAsync(cancel) is string row
            ? JsonSerializer.Deserialize<SavedSettings>(row, Format)
            : null;
    }
}
