using NewsSite.News.Published;

namespace NewsSite.Web.Reading;

internal static class FrontAhead
{
    /// <summary>
    /// Reads what the front page shows, beside what else a start does: the model of the tables is built and the questions are
    /// compiled by then, which takes longer than all the rest of a first page. What was read is not kept.
    /// </summary>
    public static void ReadFrontAhead(this WebApplication app) =>
        _ = Task.Run(
            async () =>
            {
                try
                {
                    await using var scope = app.Services.CreateAsyncScope();
                    var fronts = scope.ServiceProvider.GetRequiredService<FrontPages>();
                    await fronts.LayOutAsync(DateTimeOffset.UtcNow, app.Lifetime.ApplicationStopping);
                }
                catch (Exception e)
                {
                    // Who asks for the page will be told.
                    app.Logger.LogDebug(e, "The front page could not be read ahead");
                }
            },
            CancellationToken.None
        );
}
