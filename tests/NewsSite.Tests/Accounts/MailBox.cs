using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MimeKit;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace NewsSite.Tests.Accounts;

/// <summary>A real mail server on a port of its own, which keeps what it is sent.</summary>
public sealed class MailBox : MessageStore, IAsyncDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly Task serving;

    public MailBox()
    {
        // A port that is free at this moment.
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        var services = new ServiceProvider();
        services.Add(this);
        var options = new SmtpServerOptionsBuilder()
            .ServerName("mail.test")
            .Endpoint(endpoint =>
                endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)).AllowUnsecureAuthentication()
            )
            .Build();
        serving = new SmtpServer.SmtpServer(options, services).StartAsync(end.Token);
    }

    public int Port { get; }

    /// <summary>What came, in its order.</summary>
    public ConcurrentQueue<MimeMessage> Messages { get; } = new();

    /// <summary>Takes nothing from now on.</summary>
    public bool IsFull { get; set; }

    public override async Task<SmtpResponse> SaveAsync(
        ISessionContext context,
        IMessageTransaction transaction,
        ReadOnlySequence<byte> buffer,
        CancellationToken cancellationToken
    )
    {
        if (IsFull)
        {
            return new SmtpResponse(SmtpReplyCode.InsufficientStorage, "the box is full");
        }

        Messages.Enqueue(await MimeMessage.LoadAsync(new MemoryStream(buffer.ToArray()), cancellationToken));
        return SmtpResponse.Ok;
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        try
        {
            await serving;
        }
        catch (OperationCanceledException)
        {
            // It was told to end.
        }

        end.Dispose();
    }
}
