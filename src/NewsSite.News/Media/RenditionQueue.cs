using System.Threading.Channels;

namespace NewsSite.News.Media;

/// <summary>
/// Pictures whose renditions are to be made before anybody asks for them. It forgets when the process ends; whoever fills
/// it looks for what is new.
/// </summary>
public sealed class RenditionQueue(Renditions renditions)
{
    /// <summary>An agency's feed may bring more than can be made; those that wait too long are made when asked for.</summary>
    public const int Limit = 1000;

    private readonly Channel<(string File, int Width, int FocalX, int FocalY)> waiting = Channel.CreateBounded<(
        string,
        int,
        int,
        int
    )>(new BoundedChannelOptions(Limit) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Add(Picture picture) =>
        waiting.Writer.TryWrite((picture.FileName, picture.Width, picture.FocalX, picture.FocalY));

    /// <summary>Makes what waits, one file after the other, so that a page that is asked for never waits for more than one.</summary>
    /// <param name="failed">Told of a picture whose files cannot be made.</param>
    public async Task RunAsync(Action<Exception, string> failed, CancellationToken cancel)
    {
        await foreach (var (file, width, x, y) in waiting.Reader.ReadAllAsync(cancel))
        {
            try
            {
                foreach (var rendition in Rendition.AllOf(width, x, y))
                {
                    await renditions.FindAsync(file, rendition, cancel);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failed(e, file);
            }
        }
    }
}
