using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using NewsSite.Web.Delivery.Pages;

namespace NewsSite.Web.Delivery.Transport;

/// <summary>Where the server gets its connections at one address: those that <see cref="PageLoop"/> has no answer for.</summary>
internal sealed class PageListener : IConnectionListener, IMemoryPoolFeature
{
    private readonly Channel<Socket> others = Channel.CreateUnbounded<Socket>();
    private readonly SocketConnectionContextFactory contexts;
    private readonly PageLoop loop;
    private readonly ILogger log;

    /// <param name="socket">Bound, and listening.</param>
    /// <param name="find">See <see cref="PageLoop"/>.</param>
    public PageListener(
        Socket socket,
        Func<PlainRequest, DateTimeOffset, SentAnswer?> find,
        KestrelServerLimits limits,
        IMemoryPoolFactory<byte> memory,
        TimeProvider clock,
        ILoggerFactory logs
    )
    {
        log = logs.CreateLogger<PageListener>();
        contexts = new(new(), logs.CreateLogger<SocketConnectionContextFactory>());
        MemoryPool = memory.Create();
        EndPoint = socket.LocalEndPoint!;
        loop = new(socket, find, HandOver, limits, clock, log);
        loop.Start();
    }

    public EndPoint EndPoint { get; }

    /// <summary>Where the server writes what it sends.</summary>
    public MemoryPool<byte> MemoryPool { get; }

    /// <returns>Null after <see cref="UnbindAsync"/>.</returns>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await others.Reader.WaitToReadAsync(cancellationToken))
        {
            while (others.Reader.TryRead(out var other))
            {
                try
                {
                    var context = contexts.Create(other);

                    // The server counts on what its own transport has: room even where it asks for none.
                    context.Features.Set<IMemoryPoolFeature>(this);
                    return context;
                }
                catch (Exception e)
                {
                    // It was lost on the way; whatever it is, the next is not to wait for it.
                    log.LogDebug(e, "A connection could not be handed over");
                    other.Dispose();
                }
            }
        }

        return null;
    }

    /// <remarks>The token is not heeded, as by the server's own listener: what is given up half-way is never closed.</remarks>
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await loop.CloseAsync();
        others.Writer.TryComplete();
    }

    public async ValueTask DisposeAsync()
    {
        await loop.DisposeAsync();
        others.Writer.TryComplete();
        while (others.Reader.TryRead(out var other))
        {
            other.Dispose();
        }

        contexts.Dispose();
        MemoryPool.Dispose();
    }

    private void HandOver(Socket other)
    {
        if (!others.Writer.TryWrite(other))
        {
            other.Dispose();
        }
    }
}
