using System.ComponentModel;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace NewsSite.Web.Delivery.Transport;

/// <summary>A reader's connection, as long as nobody else has it.</summary>
internal sealed class PageConnection(Socket socket)
{
    public Socket Socket { get; } = socket;

    /// <summary>Its descriptor.</summary>
    public int Number { get; } = (int)socket.Handle;

    /// <summary>When it came, or was last answered, on the clock of <see cref="Environment.TickCount64"/>.</summary>
    public long Since { get; set; } = Environment.TickCount64;

    /// <summary>What is left of an answer for which there was no room.</summary>
    public ReadOnlyMemory<byte> Rest { get; private set; }

    // How much of that answer went.
    private long sent;

    /// <summary>An answer was begun.</summary>
    /// <param name="gone">How many bytes of it went already.</param>
    public void Begin(int gone, ReadOnlyMemory<byte> rest)
    {
        Since = Environment.TickCount64;
        (sent, Rest) = (gone, rest);
    }

    /// <summary>Sends what there is room for now.</summary>
    /// <exception cref="Win32Exception">The connection is lost.</exception>
    public void SendRest()
    {
        var gone = Linux.Send(Number, Rest.Span);
        (Rest, sent) = (Rest[gone..], sent + gone);
        if (Rest.IsEmpty)
        {
            Since = Environment.TickCount64;
        }
    }

    /// <summary>
    /// Takes what was asked and will not be answered: closed with something unread, a connection loses what was sent last.
    /// </summary>
    /// <param name="at">Room for some of it.</param>
    public void TakeAll(Span<byte> at)
    {
        try
        {
            while (Linux.Look(Number, at) is > 0 and var came)
            {
                Linux.Take(Number, at[..came]);
            }
        }
        catch (Win32Exception)
        {
            // It has gone.
        }
    }

    /// <summary>Whether it has been silent for too long, or takes its answer too slowly.</summary>
    public bool IsLate(KestrelServerLimits limits)
    {
        var time = TimeSpan.FromMilliseconds(Environment.TickCount64 - Since);
        return Rest.IsEmpty
            ? time > limits.KeepAliveTimeout
            : limits.MinResponseDataRate is { } least
                && time > least.GracePeriod
                && sent < time.TotalSeconds * least.BytesPerSecond;
    }
}
