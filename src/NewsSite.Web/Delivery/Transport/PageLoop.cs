using System.Buffers;
using System.ComponentModel;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NewsSite.Web.Delivery.Pages;

namespace NewsSite.Web.Delivery.Transport;

/// <summary>A thread that accepts connections, answers what it can at once, and hands over whoever asks for something else.</summary>
/// <param name="listening">Bound, and listening.</param>
/// <param name="find">The answer to a request, where it is at hand; waits for nothing.</param>
/// <param name="handOver">Takes a connection of which nothing was read; waits for nothing.</param>
/// <param name="limits">The server's: how long a connection may be silent, and how slowly it may read, holds here, too.</param>
internal sealed class PageLoop(
    Socket listening,
    Func<PlainRequest, DateTimeOffset, SentAnswer?> find,
    Action<Socket> handOver,
    KestrelServerLimits limits,
    TimeProvider clock,
    ILogger log
) : IAsyncDisposable
{
    // A request that is longer is none of ours.
    private const int RequestLimit = 8 * 1024;
    private const int AnswerLimit = 64 * 1024;

    // So often it is seen to who is late, and whether to go on.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    // So long the rest of an answer is still sent when the site stops.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private readonly int listeningNumber = (int)listening.Handle;
    private readonly Linux linux = new();
    private readonly Dictionary<int, PageConnection> connections = [];
    private readonly byte[] request = new byte[RequestLimit];
    private readonly char[] words = new char[RequestLimit];
    private readonly byte[] answer = new byte[AnswerLimit];
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isClosing;
    private volatile bool isEnding;
    private bool isListening;
    private long turned;
    private long? ending;

    public void Start()
    {
        listening.Blocking = false;
        new Thread(Run) { IsBackground = true, Name = "Pages" }.Start();
    }

    /// <summary>Nobody is accepted any more; who waits for nothing is let go.</summary>
    public Task CloseAsync()
    {
        isClosing = true;
        return closed.Task;
    }

    /// <summary>Ends, as soon as what was begun is sent.</summary>
    public async ValueTask DisposeAsync()
    {
        isEnding = true;
        await ended.Task;
        linux.Dispose();
    }

    private void Run()
    {
        while (!isEnding || HasMoreToSend())
        {
            try
            {
                Serve(linux.Wait(Turn));
                if (Environment.TickCount64 - turned >= Turn.TotalMilliseconds)
                {
                    turned = Environment.TickCount64;
                    See();
                }
            }
            catch (Exception e)
            {
                // Whatever it is, others are waiting. Not at once again, though.
                log.LogError(e, "Connections could not be served");
                Thread.Sleep(Turn);
            }
        }

        StopListening();
        foreach (var connection in connections.Values.ToList())
        {
            connection.TakeAll(request);
            Close(connection);
        }

        ended.SetResult();
    }

    private void Serve(int count)
    {
        for (var n = 0; n < count; n++)
        {
            if (linux[n] == listeningNumber)
            {
                Accept();
            }
            else if (connections.GetValueOrDefault(linux[n]) is { } connection)
            {
                Serve(connection);
            }
        }
    }

    private bool HasMoreToSend()
    {
        ending ??= Environment.TickCount64;
        return Environment.TickCount64 - ending < Grace.TotalMilliseconds
            && connections.Values.Any(c => !c.Rest.IsEmpty);
    }

    // Who is late goes; and it is listened again where that had to stop for a moment.
    private void See()
    {
        if (isClosing)
        {
            StopListening();
        }
        else
        {
            Listen(true);
        }

        foreach (
            var connection in connections.Values.Where(c => c.IsLate(limits) || (isClosing && c.Rest.IsEmpty)).ToList()
        )
        {
            Close(connection);
        }
    }

    private void StopListening()
    {
        if (!closed.Task.IsCompleted)
        {
            Listen(false);
            listening.Dispose();
            closed.SetResult();
        }
    }

    private void Listen(bool on)
    {
        if (on && !isListening)
        {
            linux.Watch(listeningNumber, Linux.In);
        }
        else if (!on && isListening)
        {
            linux.Forget(listeningNumber);
        }

        isListening = on;
    }

    private void Accept()
    {
        Socket? accepted = null;
        try
        {
            accepted = listening.Accept();
            accepted.NoDelay = true;
            var connection = new PageConnection(accepted);
            linux.Watch(connection.Number, Linux.In);
            connections[connection.Number] = connection;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock || accepted is not null)
        {
            // Whoever knocked has gone.
            accepted?.Dispose();
        }
        catch (Win32Exception e)
        {
            // There are too many, mostly: others go by the next turn.
            log.LogWarning("A connection was not accepted: {Reason}", e.Message);
            accepted?.Dispose();
            Listen(false);
        }
    }

    private void Serve(PageConnection connection)
    {
        try
        {
            if (!connection.Rest.IsEmpty)
            {
                connection.SendRest();
                if (connection.Rest.IsEmpty)
                {
                    linux.WatchInstead(connection.Number, Linux.In);
                }
            }
            else if (Linux.Look(connection.Number, request) is { } length)
            {
                Answer(connection, request.AsSpan(0, length));
            }
        }
        catch (Exception e)
        {
            // The other side has gone, mostly.
            log.Log(e is Win32Exception ? LogLevel.Debug : LogLevel.Error, e, "A connection was given up");
            Close(connection);
        }
    }

    private void Answer(PageConnection connection, Span<byte> came)
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
            if (Linux.Take(connection.Number, came) < came.Length)
            {
                Close(connection);
                return;
            }

            var sent = Linux.Send(connection.Number, answer.AsSpan(0, written));
            var sentOfBody = sent - (written - ofBody);
            connection.Begin(
                sent,
                sentOfBody >= 0
                    ? found.Body[sentOfBody..]
                    : new([.. answer.AsSpan(sent, -sentOfBody), .. found.Body.Span])
            );
            if (!connection.Rest.IsEmpty)
            {
                linux.WatchInstead(connection.Number, Linux.Out);
            }

            return;
        }

        linux.Forget(connection.Number);
        connections.Remove(connection.Number);
        handOver(connection.Socket);
    }

    private void Close(PageConnection connection)
    {
        connections.Remove(connection.Number);
        connection.Socket.Dispose();
    }
}
