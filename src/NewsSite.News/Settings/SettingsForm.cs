namespace NewsSite.News.Settings;

/// <summary>What an admin fills in for the whole paper; checked by <see cref="SettingsChecks"/>.</summary>
public sealed record SettingsForm
{
    public required string Name { get; init; }
    public string? Masthead { get; init; }
    public string? Description { get; init; }
    public required string Language { get; init; }

    /// <summary>A line each: a tag.</summary>
    public string? Languages { get; init; }
    public required string TimeZone { get; init; }
    public string? Contact { get; init; }

    /// <summary>Open, Citation or Closed.</summary>
    public required string CrawlerPolicy { get; init; }
    public string? RobotsLines { get; init; }
    public required int BreakingHours { get; init; }
    public required int FeedStories { get; init; }
    public required bool CountsReadings { get; init; }

    /// <summary>A line each: a name, a space, an address.</summary>
    public string? SocialLinks { get; init; }

    /// <summary>A line each: the name of a policy, a space, an address.</summary>
    public string? Policies { get; init; }
}

/// <param name="Field">Of the form.</param>
/// <param name="Message">What to do.</param>
public sealed record SettingsProblem(string Field, string Message);

/// <summary>Something is wrong with what was filled in, or somebody saved first.</summary>
public sealed class SettingsRefusedException(IReadOnlyList<SettingsProblem> problems, bool isLate = false)
    : Exception(string.Join(' ', problems.Select(p => p.Message)))
{
    public IReadOnlyList<SettingsProblem> Problems { get; } = problems;

    /// <summary>Whether somebody else saved since the form was opened.</summary>
    public bool IsLate { get; } = isLate;
}
