using NetVips;

namespace NewsSite.News.Media;

/// <summary>The picture library, set up once: it reads what people upload as photographs, and nothing else.</summary>
internal static class Vips
{
    public const int AtOnce = 2;
    private const string Drawings = "VipsForeignLoadSvg";

    // A big picture keeps a processor busy for seconds; the pages need theirs.
    private static readonly SemaphoreSlim Turns = new(AtOnce);

    private static readonly Lock Gate = new();
    private static int drawing;

    static Vips()
    {
        NativeMemory.GiveBack();
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;

        // What matters of a broken picture is in the exception; strangers' files write no lines into our log.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, (_, _, _) => { });
        Operation.Block("VipsForeignLoad", true);
        foreach (var kind in new[] { "Jpeg", "Png", "Webp", "Heif", "Nsgif" })
        {
            Operation.Block($"VipsForeignLoad{kind}", false);
        }
    }

    /// <summary>Runs <paramref name="work"/> when it is its turn; at most two run at once on this machine.</summary>
    /// <param name="cancel">Ends the waiting, not the work.</param>
    /// <exception cref="VipsException">The picture cannot be read or written.</exception>
    public static async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancel)
    {
        await Turns.WaitAsync(cancel);
        try
        {
            return await Task.Run(work, CancellationToken.None);
        }
        finally
        {
            Turns.Release();
        }
    }

    /// <summary>Lets drawings of our own be read while <paramref name="work"/> runs.</summary>
    public static async Task WithDrawingsAsync(Func<Task> work)
    {
        Draw(1);
        try
        {
            await work();
        }
        finally
        {
            Draw(-1);
        }
    }

    // The last of several who draw at once shuts the door.
    private static void Draw(int more)
    {
        lock (Gate)
        {
            drawing += more;
            Operation.Block(Drawings, drawing == 0);
        }
    }
}
