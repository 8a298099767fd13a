using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using NewsSite.News.Jobs;

namespace NewsSite.Web.Delivery;

/// <summary>
/// Runs the jobs of this server and sees to it that their ends are known everywhere: a failure and what ends it at once, the rest
/// twice a minute.
/// </summary>
public sealed class JobRunner : IDisposable
{
    // A job that runs every second must not write as often.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, End> ends = new(StringComparer.Ordinal);
    private readonly IServiceScopeFactory scopes;
    private readonly TimeProvider clock;
    private readonly ILogger<JobRunner> log;
    private readonly Meter meter = new("NewsSite.Jobs");
    private readonly Histogram<double> seconds;
    private readonly Histogram<double> lateness;

    public JobRunner(IServiceScopeFactory scopes, TimeProvider clock, ILogger<JobRunner> log)
    {
        (this.scopes, this.clock, this.log) = (scopes, clock, log);
        seconds = meter.CreateHistogram<double>("newssite.jobs.duration", "s", "How long runs took");
        lateness = meter.CreateHistogram<double>(
            "newssite.schedule.lateness",
            "s",
            "How long after its time a story was published or withdrawn"
        );
    }

    /// <summary>One run, noted; what it throws is thrown.</summary>
    /// <param name="name">See <see cref="Job.Name"/>.</param>
    /// <param name="run">One that goes on after a failure gives a <see cref="Failed"/>.</param>
    public async Task<T> RunAsync<T>(string name, Func<Task<T>> run, CancellationToken cancel)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var result = await run();
            await EndAsync(name, begun, result is Failed failed ? failed.Why : null, cancel);
            return result;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            await EndAsync(name, begun, $"{e.GetType().Name}: {e.Message}", cancel);
            throw;
        }
    }

    /// <summary>Something was done at its time, or after it.</summary>
    public void Lateness(TimeSpan late) => lateness.Record(late.TotalSeconds);

    public void Dispose() => meter.Dispose();

    private async Task EndAsync(string name, long begun, string? failure, CancellationToken cancel)
    {
        var took = Stopwatch.GetElapsedTime(begun);
        seconds.Record(took.TotalSeconds, new("job", name), new("failed", failure is not null));
        var known = ends.GetValueOrDefault(name);
        if (known is { } last && last.Failed == failure is not null && Stopwatch.GetElapsedTime(last.At) < Pause)
        {
            return;
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope
                .ServiceProvider.GetRequiredService<JobBook>()
                .NoteAsync(
                    name,
                    clock.GetUtcNow(),
                    (int)Math.Min(took.TotalMilliseconds, int.MaxValue),
                    Environment.MachineName,
                    failure,
                    cancel
                );
            ends[name] = new(Stopwatch.GetTimestamp(), failure is not null);
        }
        catch (Exception e)
        {
            // It is noted by a later run. That the job itself goes on matters more.
            log.LogDebug(e, "How {Job} ended could not be noted", name);
        }
    }

    private sealed record End(long At, bool Failed);
}

/// <summary>How a run ended that does not throw.</summary>
/// <param name="Why">Null where it went well.</param>
public sealed record Failed(string? Why);
