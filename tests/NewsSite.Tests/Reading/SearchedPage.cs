using AngleSharp.Dom;

namespace NewsSite.Tests.Reading;

/// <summary>What a page of results says.</summary>
internal static class SearchedPage
{
    public static List<string> Headlines(IParentNode page) =>
        [.. page.QuerySelectorAll(".river .card__headline").Select(h => h.TextContent)];

    public static string Status(IParentNode page) =>
        page.QuerySelector(".search__status [role=status]")!.TextContent.Trim();
}
