using System.Collections.Concurrent;

namespace NewsSite.Rendering;

/// <summary>A few workers, started when they are first needed and kept.</summary>
/// <param name="count">How many there may be at once; whoever comes then waits.</param>
/// <param name="time">How long a body may take.</param>
/// <param name="memory">How much a worker may hold, in bytes.</param>
internal sealed class Workers(int count, TimeSpan time, long memory) : IDisposable
{
    // A worker may have been ended by anybody while it waited; one that dies over the same body twice died of it.
    private const int Attempts = 2;
    private readonly SemaphoreSlim free = new(count);

    /// <summary>Those that wait for work.</summary>
    public ConcurrentBag<Worker> Idle { get; } = [];

    /// <exception cref="BodyRefusedException">The body takes too much time, memory or depth, or is refused by the layout.</exception>
    public async Task<RenderedBody> RenderAsync(Request request, CancellationToken cancel)
    {
        await free.WaitAsync(cancel);
        try
        {
            var answer = await AnswerAsync(request, cancel);
            return answer.Body is { } body
                ? new RenderedBody(body.Html, body.Text, body.Pictures.ToHashSet())
                : throw new BodyRefusedException(answer.Refused ?? "The body cannot be laid out.");
        }
        finally
        {
            free.Release();
        }
    }

    public void Dispose()
    {
        while (Idle.TryTake(out var worker))
        {
            worker.Dispose();
        }

        free.Dispose();
    }

    private async Task<Answer> AnswerAsync(Request request, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var worker = await FindAsync();
            var isWhole = false;
            try
            {
                var answer = await worker.AskAsync(request, time, cancel);
                isWhole = true;
                return answer;
            }
            catch (TimeoutException e)
            {
                throw new BodyRefusedException("The body takes too long to lay out. Make it simpler.", e);
            }
            catch (IOException e) when (attempt == Attempts)
            {
                throw new BodyRefusedException("The body takes too much memory to lay out. Make it simpler.", e);
            }
            catch (IOException)
            {
                // Once more, with another worker.
            }
            finally
            {
                if (isWhole)
                {
                    Idle.Add(worker);
                }
                else
                {
                    worker.Dispose();
                }
            }
        }
    }

    private async Task<Worker> FindAsync()
    {
        while (Idle.TryTake(out var worker))
        {
            if (worker.IsAlive)
            {
                return worker;
            }

            worker.Dispose();
        }

        return await Worker.StartAsync(memory);
    }
}
