using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NewsSite.Web.Delivery;
using Xunit;

namespace NewsSite.Tests.Delivery;

/// <summary>What servers do beside their pages waits for the first page, goes on after a failure, and ends with the site.</summary>
public sealed class RepeatingServiceTests
{
    [Fact]
    public async Task It_waits_for_the_first_page_goes_on_after_a_failure_and_ends_with_the_site()
    {
        using var site = new StartingSite();
        using var work = new Work(site);
        await work.StartAsync(default);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal(0, work.Rounds);
        site.Started();
        await work.Third.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(1, work.Told);
        await work.StopAsync(default);
        Assert.True(work.HasEnded);
        Assert.True(work.ExecuteTask!.IsCompletedSuccessfully);
    }

    /// <summary>Whoever asks the newsroom's tables has their model built: two fifths of a second that the first reader would wait.</summary>
    [Fact]
    public void Whoever_asks_the_database_as_staff_do_waits_for_the_first_page()
    {
        // These wait by themselves: for a time, for a database that is away, or for the first page.
        string[] others = ["AddressCounter", "LateMigration", "ReadCounter", "RenditionMaker"];
        var found = typeof(RepeatingService)
            .Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(BackgroundService)) && !t.IsSubclassOf(typeof(RepeatingService)))
            .Where(t =>
                t.GetConstructors()
                    .SelectMany(c => c.GetParameters())
                    .Any(p =>
                        p.ParameterType == typeof(IServiceScopeFactory) || p.ParameterType == typeof(IServiceProvider)
                    )
            );
        Assert.Equal(others, found.Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    private sealed class StartingSite : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource started = new();

        public CancellationToken ApplicationStarted => started.Token;
        public CancellationToken ApplicationStopping => default;
        public CancellationToken ApplicationStopped => default;

        public void Started() => started.Cancel();

        public void StopApplication() => throw new InvalidOperationException();

        public void Dispose() => started.Dispose();
    }

    private sealed class Work(IHostApplicationLifetime site) : RepeatingService(site, TimeProvider.System)
    {
        private readonly TaskCompletionSource third = new();

        public int Rounds { get; private set; }
        public int Told { get; private set; }
        public bool HasEnded { get; private set; }
        public Task Third => third.Task;

        protected override TimeSpan Pause { get; } = TimeSpan.FromMilliseconds(10);

        protected override async Task<TimeSpan> RunAsync(CancellationToken cancel)
        {
            switch (++Rounds)
            {
                case 1:
                    return TimeSpan.Zero;
                case 2:
                    throw new InvalidDataException("Told, and no more than told.");
                default:
                    third.TrySetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
                    return Pause;
            }
        }

        protected override void Tell(Exception failure) => Told++;

        protected override Task EndAsync()
        {
            HasEnded = true;
            return Task.CompletedTask;
        }
    }
}
