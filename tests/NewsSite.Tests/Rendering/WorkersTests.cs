using System.Diagnostics;
using NewsSite.Rendering;
using Xunit;

namespace NewsSite.Tests.Rendering;

/// <summary>Workers that are stopped, killed and filled up for real.</summary>
public sealed class WorkersTests
{
    private const long Memory = 256_000_000;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(30);
    private static readonly Request Small = new("**Words**", BodyPictures.None);

    [Fact]
    public async Task A_body_is_laid_out_in_another_process_as_in_this_one()
    {
        const string Markdown =
            "## Ünïcode “quoted” 😀\n\n![The wall](/media/aa11.jpg)\n\n::: fact Box\n- one\n:::\n\nA note.[^1]\n\n[^1]: Words.";
        var pictures = new BodyPictures(
            BodyPictures.StaffRoot,
            new Dictionary<string, BodyPicture> { ["aa11.jpg"] = new(1600, 900, "A wall", "J. Lee") }
        );
        using var workers = new Workers(1, Time, Memory);
        var there = await workers.RenderAsync(new(Markdown, pictures), default);
        var here = StoryMarkdown.Render(Markdown, pictures);
        Assert.Equal((here.Html, here.Text), (there.Html, there.Text));
        Assert.Equal(["aa11.jpg"], there.Pictures);
        Assert.NotEqual(Environment.ProcessId, Assert.Single(workers.Idle).ProcessId);
    }

    [Fact]
    public async Task One_worker_serves_body_after_body_and_a_few_serve_at_once()
    {
        using var workers = new Workers(2, Time, Memory);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => workers.RenderAsync(Small, default)));
        Assert.InRange(workers.Idle.Count, 1, 2);
        var before = workers.Idle.Select(w => w.ProcessId).ToHashSet();
        await workers.RenderAsync(Small, default);
        Assert.Subset(before, workers.Idle.Select(w => w.ProcessId).ToHashSet());
    }

    [Fact]
    public async Task A_body_that_takes_too_long_is_stopped_and_the_next_is_laid_out()
    {
        using var workers = new Workers(1, Time, Memory);
        await workers.RenderAsync(Small, default);
        Assert.True(workers.Idle.TryTake(out var worker));
        var stuck = worker.ProcessId;
        await SignalAsync("STOP", stuck);
        using var impatient = new Workers(1, TimeSpan.FromMilliseconds(300), Memory);
        impatient.Idle.Add(worker);
        var refused = await Assert.ThrowsAsync<BodyRefusedException>(() => impatient.RenderAsync(Small, default));
        Assert.Equal("The body takes too long to lay out. Make it simpler.", refused.Message);
        Assert.Empty(impatient.Idle);
        Assert.False(IsRunning(stuck));
        Assert.Contains("Words", (await workers.RenderAsync(Small, default)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_somebody_killed_costs_nobody_a_refusal()
    {
        using var workers = new Workers(1, Time, Memory);
        for (var round = 0; round < 3; round++)
        {
            await workers.RenderAsync(Small, default);
            await SignalAsync("KILL", Assert.Single(workers.Idle).ProcessId);
        }

        Assert.Contains("Words", (await workers.RenderAsync(Small, default)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_takes_too_much_memory_is_refused_and_the_next_is_laid_out()
    {
        using var workers = new Workers(1, Time, 24_000_000);
        var large = new Request(
            string.Concat(Enumerable.Repeat("*a* **b** `c` and other words to fill a line of text.\n\n", 3_000)),
            BodyPictures.None
        );
        var refused = await Assert.ThrowsAsync<BodyRefusedException>(() => workers.RenderAsync(large, default));
        Assert.Equal("The body takes too much memory to lay out. Make it simpler.", refused.Message);
        Assert.Contains("Words", (await workers.RenderAsync(Small, default)).Html, StringComparison.Ordinal);
        using var roomy = new Workers(1, Time, Memory);
        Assert.NotEmpty((await roomy.RenderAsync(large, default)).Html);
    }

    [Fact]
    public async Task Whoever_stops_waiting_leaves_no_worker_at_work()
    {
        using var workers = new Workers(1, Time, Memory);
        await workers.RenderAsync(Small, default);
        var worker = Assert.Single(workers.Idle).ProcessId;
        await SignalAsync("STOP", worker);
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => workers.RenderAsync(Small, gone.Token));
        Assert.False(IsRunning(worker));
        Assert.Contains("Words", (await workers.RenderAsync(Small, default)).Html, StringComparison.Ordinal);
    }

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start(
            "kill",
            [$"-{signal}", process.ToString(System.Globalization.CultureInfo.InvariantCulture)]
        );
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);

        // It is told to stop, and does so when each of its threads gets to hear of it.
        while (signal == "STOP" && !HasStopped(process))
        {
            await Task.Delay(5);
        }
    }

    private static bool HasStopped(int process) =>
        Directory
            .EnumerateDirectories($"/proc/{process}/task")
            .Select(thread => File.ReadAllText(Path.Combine(thread, "stat")))
            .All(line => line[(line.LastIndexOf(')') + 2)..].StartsWith('T'));

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.WaitForExit(TimeSpan.FromSeconds(10));
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
