namespace NewsSite.Web.Hosting;

internal sealed class DemoNewspaper
{
    public static Task FillAsync(CancellationToken cancel) => Task.CompletedTask;
}
