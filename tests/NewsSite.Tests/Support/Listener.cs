using System.Collections.Concurrent;
using System.Net;

namespace NewsSite.Tests.Support;

/// <summary>Somebody outside who is told of changes: a real server on a free port that keeps what it was sent.</summary>
public sealed class Listener : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Task loop;

    public Listener()
    {
        Address = $"http://127.0.0.1:{SiteProcess.FreePort()}/";
        listener.Prefixes.Add(Address);
        listener.Start();
        loop = ListenAsync();
    }

    public string Address { get; }

    /// <summary>The bodies, in the order in which they came.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    /// <summary>What to answer the n-th message, from 1.</summary>
    public Func<int, int> Answer { get; set; } = _ => 204;

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await loop;
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                Bodies.Enqueue(await reader.ReadToEndAsync());
                context.Response.StatusCode = Answer(Bodies.Count);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed by the test.
        }
    }
}
