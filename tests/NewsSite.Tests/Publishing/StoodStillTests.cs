using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Publishing;

/// <summary>A server that stands still in the middle of an act, as a paused machine does: its network goes on answering.</summary>
public sealed class StoodStillTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Others_publish_on_and_its_own_act_is_undone()
    {
        var pause = new Pause();
        await using var here = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder.ConfigureServices(services =>
                    services.ConfigureDbContext<NewsroomDb>(options => options.AddInterceptors(pause))
                )
        );
        await here.CategoryAsync("News");
        await using var beside = await SiteFixture.BesideAsync(here, _ => { });
        pause.IsOn = true;
        var held = here.PublishedAsync("Held in its turn");
        await pause.Begun;
        long other;
        try
        {
            other = await beside.PublishedAsync("Published meanwhile").WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            pause.End();
        }

        await Assert.ThrowsAnyAsync<Exception>(() => held);
        Assert.Equal(
            [other],
            await beside.WithAsync<PublishedDb, List<long>>(db => db.Articles.Select(a => a.Id).ToListAsync())
        );
    }

    private sealed class Pause : DbCommandInterceptor
    {
        private readonly TaskCompletionSource begun = new();
        private readonly TaskCompletionSource end = new();

        public bool IsOn { get; set; }

        public Task Begun => begun.Task;

        public void End() => end.SetResult();

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<int> result,
            CancellationToken cancellationToken = default
        )
        {
            // The wait is the same, only shorter.
            command.CommandText = command.CommandText.Replace(
                "idle_in_transaction_session_timeout = '4s'",
                "idle_in_transaction_session_timeout = '500ms'",
                StringComparison.Ordinal
            );
            return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
        }

        public override async ValueTask<int> NonQueryExecutedAsync(
            DbCommand command,
            CommandExecutedEventData eventData,
            int result,
            CancellationToken cancellationToken = default
        )
        {
            if (
                IsOn
                && command.CommandText.Contains("pg_advisory_xact_lock(hashtext('site'))", StringComparison.Ordinal)
            )
            {
                begun.TrySetResult();
                await end.Task;
            }

            return result;
        }
    }
}
