using NewsSite.News.Publishing;

namespace NewsSite.Web.Newsroom.Publishing;

/// <summary>Where alerts go, in the newsroom's words.</summary>
public static class AlertWords
{
    /// <returns>Like <c>3 webhooks and 12 addresses</c>.</returns>
    public static string Of(AlertReach reach) =>
        reach.IsNowhere
            ? "nobody"
            : string.Join(
                " and ",
                new[]
                {
                    Count(reach.Webhooks, "webhook", "webhooks"),
                    Count(reach.Addresses, "address", "addresses"),
                }.OfType<string>()
            );

    private static string? Count(int many, string one, string more) =>
        many == 0 ? null : $"{many} {(many == 1 ? one : more)}";
}
