using System.Buffers;
using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using NewsSite.Web.Delivery.Pages;

namespace NewsSite.Web.Delivery.Transport;

/// <summary>Listens at one address, answers what it can, and gives away every connection that wants something else.</summary>
internal sealed class PageListener : IConnectionListener, IMemoryPoolFeature
{
    // A request that is longer is none of ours.
    private const int RequestLimit = 8 * 1024;
    private const int AnswerLimit = 64 * 1024;

    // So often it is seen to who is late, and whether to go on.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);
    private readonly Socket socket;
    private readonly int number;
    private readonly Func<PlainRequest, DateTimeOffset, SentAnswer?> find;
    private readonly KestrelServerLimits limits;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly SocketConnectionContextFactory contexts;
    private readonly Channel<Socket> others = Channel.CreateUnbounded<Socket>();
    private readonly Linux linux = new();
    private readonly Dictionary<int, Connection> connections = [];
    private readonly byte[] request = new byte[RequestLimit];
    private readonly char[] words = new char[RequestLimit];
    private readonly byte[] answer = new byte[AnswerLimit];
    private readonly TaskCompletionSource unbound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isUnbinding;
    private volatile bool isEnding;
    private bool isListening;

    /// <param name="socket">Listens.</param>
    /// <param name="find">The answer to a request, where it is at hand; waits for nothing.</param>
    /// <param name="limits">Of the server: they hold here, too.</param>
    public PageListener(
        Socket socket,
        Func<PlainRequest, DateTimeOffset, SentAnswer?> find,
        KestrelServerLimits limits,
        IMemoryPoolFactory<byte> memory,
        TimeProvider clock,
        ILoggerFactory logs
    )
    {
        MemoryPool = memory.Create();
        (this.socket, this.find, this.limits, this.clock) = (socket, find, limits, clock);
        number = (int)socket.Handle;
        socket.Blocking = false;
        log = logs.CreateLogger<PageListener>();
        contexts = new(new(), logs.CreateLogger<SocketConnectionContextFactory>());
        EndPoint = socket.LocalEndPoint!;
        new Thread(Run) { IsBackground = true, Name = "Pages" }.Start();
    }

    public EndPoint EndPoint { get; }

    /// <summary>Where the server writes what it sends.</summary>
    public MemoryPool<byte> MemoryPool { get; }

    /// <returns>A connection that is not ours; null after <see cref="UnbindAsync"/>.</returns>
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
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    // It was lost on the way.
                    other.Dispose();
                }
            }
        }

        return null;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        isUnbinding = true;
        await unbound.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        isEnding = true;
        await ended.Task;
        while (others.Reader.TryRead(out var other))
        {
            other.Dispose();
        }

        contexts.Dispose();
        MemoryPool.Dispose();
    }

    private void Run()
    {
        Listen(true);
        var turned = Environment.TickCount64;
        while (!isEnding)
        {
            var count = linux.Wait(Turn);
            for (var n = 0; n < count; n++)
            {
                if (linux[n] == number)
                {
                    Accept();
                }
                else if (connections.GetValueOrDefault(linux[n]) is { } connection)
                {
                    Serve(connection);
                }
            }

            if (Environment.TickCount64 - turned >= Turn.TotalMilliseconds)
            {
                turned = Environment.TickCount64;
                See(turned);
            }
        }

        Unbind();
        foreach (var connection in connections.Values.ToList())
        {
            Close(connection);
        }

        linux.Dispose();
        ended.SetResult();
    }

    // Who is late goes; and it is listened again where that had to stop for a moment.
    private void See(long now)
    {
        if (isUnbinding)
        {
            Unbind();
        }
        else
        {
            Listen(true);
        }

        foreach (var connection in connections.Values.Where(c => IsLate(c, now)).ToList())
        {
            Close(connection);
        }
    }

    private bool IsLate(Connection connection, long now)
    {
        var time = TimeSpan.FromMilliseconds(now - connection.Since);
        return connection.Rest.IsEmpty
            ? isUnbinding || time > limits.KeepAliveTimeout
            : limits.MinResponseDataRate is { } least
                && time > least.GracePeriod
                && connection.Sent < time.TotalSeconds * least.BytesPerSecond;
    }

    private void Unbind()
    {
        if (!unbound.Task.IsCompleted)
        {
            Listen(false);
            socket.Dispose();
            others.Writer.Complete();
            unbound.SetResult();
        }
    }

    private void Listen(bool on)
    {
        if (on != isListening)
        {
            isListening = on;
            if (on)
            {
                linux.Watch(number, Linux.In);
            }
            else
            {
                linux.Forget(number);
            }
        }
    }

    private void Accept()
    {
        Socket? accepted = null;
        try
        {
            accepted = socket.Accept();
            accepted.NoDelay = true;
            var connection = new Connection(accepted) { Since = Environment.TickCount64 };
            connections[connection.Number] = connection;
            linux.Watch(connection.Number, Linux.In);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock || accepted is not null)
        {
            // Whoever knocked has gone.
            accepted?.Dispose();
        }
        catch (SocketException e)
        {
            // There are too many, mostly: others go by the next turn.
            log.LogWarning("A connection was not accepted: {Reason}", e.Message);
            Listen(false);
        }
    }

    private void Serve(Connection connection)
    {
        try
        {
            if (!connection.Rest.IsEmpty)
            {
                SendRest(connection);
            }
            else if (Linux.Look(connection.Number, request) is { } length)
            {
                Answer(connection, request.AsSpan(0, length));
            }
        }
        catch (Win32Exception)
        {
            // The other side has gone.
            Close(connection);
        }
    }

    private void Answer(Connection connection, Span<byte> came)
    {
        if (came.IsEmpty)
        {
            Close(connection);
            return;
        }

        var now = clock.GetUtcNow();
        if (
            Ascii.ToUtf16(came, words, out var length) == OperationStatus.Done
            && PlainRequest.TryRead(words.AsSpan(0, length), out var plain)
            && find(plain, now) is { } found
            && found.Write(answer, now, out var ofBody) is > 0 and var written
        )
        {
            Linux.Take(connection.Number, came);
            connection.Since = Environment.TickCount64;
            var sent = Linux.Send(connection.Number, answer.AsSpan(0, written));
            var sentOfBody = sent - (written - ofBody);
            connection.Rest =
                sentOfBody >= 0
                    ? found.Body[sentOfBody..]
                    : new([.. answer.AsSpan(sent, -sentOfBody), .. found.Body.Span]);
            if (!connection.Rest.IsEmpty)
            {
                connection.Sent = sent;
                linux.WatchInstead(connection.Number, Linux.Out);
            }

            return;
        }

        linux.Forget(connection.Number);
        connections.Remove(connection.Number);
        if (!others.Writer.TryWrite(connection.Socket))
        {
            connection.Socket.Dispose();
        }
    }

    private void SendRest(Connection connection)
    {
        var sent = Linux.Send(connection.Number, connection.Rest.Span);
        (connection.Rest, connection.Sent) = (connection.Rest[sent..], connection.Sent + sent);
        if (connection.Rest.IsEmpty)
        {
            connection.Since = Environment.TickCount64;
            linux.WatchInstead(connection.Number, Linux.In);
        }
    }

    private void Close(Connection connection)
    {
        connections.Remove(connection.Number);
        connection.Socket.Dispose();
    }

    private sealed class Connection(Socket socket)
    {
        public Socket Socket { get; } = socket;

        /// <summary>Its descriptor.</summary>
        public int Number { get; } = (int)socket.Handle;

        /// <summary>When it came, or was last answered, on the clock of <see cref="Environment.TickCount64"/>.</summary>
        public long Since { get; set; }

        /// <summary>What is left of an answer for which there was no room.</summary>
        public ReadOnlyMemory<byte> Rest { get; set; }

        /// <summary>How much of that answer went.</summary>
        public long Sent { get; set; }
    }
}
