namespace NewsSite.Web.Shared;

/// <summary>Which crawlers may read the site. It is a request, not a lock.</summary>
public enum CrawlerPolicy
{
    /// <summary>All.</summary>
    Open,

    /// <summary>Search engines, and those that quote with a link; not those that train models.</summary>
    Citation,

    /// <summary>Search engines only.</summary>
    Closed,
}
