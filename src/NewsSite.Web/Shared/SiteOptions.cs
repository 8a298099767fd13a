namespace NewsSite.Web.Shared;

/// <summary>The settings under <c>NewsSite</c> (environment form <c>NewsSite__Name</c>), checked before anything starts.</summary>
public sealed class SiteOptions
{
    public const string Section = "NewsSite";

    /// <summary>The name of the paper.</summary>
    public string Name { get; init; } = "Meridian";

    /// <summary>
    /// Where readers find the site: scheme and host, no path. Every absolute address is made from it, never from a
    /// request. Must be set in Production.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>The newsroom's zone, as the IANA database names it.</summary>
    public string TimeZone { get; init; } = "Europe/London";

    /// <summary>Embedded database and pictures.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Without a slash at the end.</summary>
    public string Root { get; set; } = "";

    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>The full path of <see cref="DataDirectory"/>.</summary>
    public string DataFolder { get; set; } = "";

    public string MediaFolder => Path.Combine(DataFolder, "media");

    public bool IsHttps => Root.StartsWith("https:", StringComparison.Ordinal);
}
