using System.Threading.Channels;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>Writes copies of the pages that are made, beside the readers' way.</summary>
internal sealed class CopyWriter(CopyStore copies, PageStore pages) : BackgroundService
{
    private const int Batch = 32;

    // One that does not find a place is wanted by the pages that lead to it, or out of date and made again.
    private readonly Channel<CopiedPage> queue = Channel.CreateBounded<CopiedPage>(
        new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    /// <summary>Takes a page to be written soon; one that was made for this, before it returns.</summary>
    public void Add(CopiedPage page)
    {
        if (page.IsWanted)
        {
            Write([page]);
        }
        else if (copies.IsOn)
        {
            queue.Writer.TryWrite(page);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<CopiedPage>();
        await using var end = stoppingToken.Register(() => queue.Writer.TryComplete());
        while (await queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < Batch && queue.Reader.TryRead(out var page))
            {
                batch.Add(page);
            }

            Write(batch);
            batch.Clear();
        }
    }

    private void Write(IReadOnlyList<CopiedPage> some) =>
        copies.Write(some, copy => pages.IsFresh(copy.Page, copy.Begun));
}
