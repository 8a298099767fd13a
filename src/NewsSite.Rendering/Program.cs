using System.Diagnostics;

namespace NewsSite.Rendering;

/// <summary>
/// The process in which bodies are laid out, one after the other: it knows no database, no file and no network, and the
/// site ends it when a body is too much for it. Not for the command line.
/// </summary>
internal static class Program
{
    // Longer than the site waits. Only a worker whose site was killed comes to this.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public static async Task<int> Main()
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        await Messages.WriteAsync(output, Answer.Ready, Messages.Default.Answer, CancellationToken.None);
        while (await Messages.ReadAsync(input, Messages.Default.Request, CancellationToken.None) is { } request)
        {
            Answer answer;
            await using (new Timer(_ => Process.GetCurrentProcess().Kill(), null, Longest, Timeout.InfiniteTimeSpan))
            {
                try
                {
                    answer = Answer.To(request);
                }
                catch (OutOfMemoryException)
                {
                    // Anything may be half made: the next body gets another process.
                    return 1;
                }
            }

            await Messages.WriteAsync(output, answer, Messages.Default.Answer, CancellationToken.None);
        }

        // Whoever asked is gone.
        return 0;
    }
}
