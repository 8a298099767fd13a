using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace NewsSite.Web.Delivery.Transport;

/// <summary>What Linux does with sockets that .NET has no words for: waiting for many of them, and looking at what came.</summary>
internal sealed class Linux : IDisposable
{
    /// <summary>There is something to read.</summary>
    public const uint In = 0x1;

    /// <summary>There is room to write.</summary>
    public const uint Out = 0x4;

    private const int CloseInChildren = 0x80000;
    private const int Add = 1;
    private const int Remove = 2;
    private const int Change = 3;
    private const int Peek = 0x2;
    private const int DoNotWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int Interrupted = 4;
    private const int Again = 11;
    private const int Most = 256;

    // An event is 32 bits that say what is there and 64 that say of whom; on Intel's machines nothing is between them.
    private static readonly int Packed = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86
        ? 4
        : 8;
    private readonly byte[] events = new byte[Most * (Packed + 8)];
    private readonly int watcher = Succeeded(epoll_create1(CloseInChildren));

    public void Dispose() => _ = close(watcher);

    /// <param name="socket">Its descriptor.</param>
    public void Watch(int socket, uint what) => Control(Add, socket, what);

    public void WatchInstead(int socket, uint what) => Control(Change, socket, what);

    public void Forget(int socket) => Control(Remove, socket, 0);

    /// <summary>Waits until something is there, no longer than <paramref name="most"/>.</summary>
    /// <returns>How many sockets <see cref="this"/> tells of.</returns>
    public int Wait(TimeSpan most)
    {
        var count = epoll_wait(watcher, ref events[0], Most, (int)most.TotalMilliseconds);
        return count >= 0 || Marshal.GetLastPInvokeError() == Interrupted ? Math.Max(count, 0) : Succeeded(count);
    }

    /// <summary>The descriptor of a socket of which there is something to tell.</summary>
    public int this[int n] => BinaryPrimitives.ReadInt32LittleEndian(events.AsSpan((n * (Packed + 8)) + Packed));

    /// <summary>Looks at what came, and leaves it there.</summary>
    /// <returns>How many bytes; 0 where the other side has ended; null where nothing came.</returns>
    /// <exception cref="Win32Exception">The connection is lost.</exception>
    public static int? Look(int socket, Span<byte> at) =>
        NullWhere(Again, recv(socket, ref MemoryMarshal.GetReference(at), at.Length, Peek | DoNotWait));

    /// <summary>Takes what was looked at.</summary>
    /// <returns>How many bytes.</returns>
    /// <exception cref="Win32Exception">The connection is lost.</exception>
    public static int Take(int socket, Span<byte> seen) =>
        Succeeded((int)recv(socket, ref MemoryMarshal.GetReference(seen), seen.Length, DoNotWait));

    /// <returns>How many bytes went, maybe not all.</returns>
    /// <exception cref="Win32Exception">The connection is lost.</exception>
    public static int Send(int socket, ReadOnlySpan<byte> bytes) =>
        NullWhere(Again, send(socket, in MemoryMarshal.GetReference(bytes), bytes.Length, DoNotWait | NoSignal)) ?? 0;

    private void Control(int act, int socket, uint what)
    {
        Span<byte> one = stackalloc byte[Packed + 8];
        BinaryPrimitives.WriteUInt32LittleEndian(one, what);
        BinaryPrimitives.WriteInt64LittleEndian(one[Packed..], socket);
        Succeeded(epoll_ctl(watcher, act, socket, ref MemoryMarshal.GetReference(one)));
    }

    private static int? NullWhere(int error, nint result) =>
        result < 0 && Marshal.GetLastPInvokeError() == error ? null : Succeeded((int)result);

    private static int Succeeded(int result) => result >= 0 ? result : throw new Win32Exception();

#pragma warning disable IDE1006, SYSLIB1054 // As the system calls them; and without unsafe code.
    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int epoll_create1(int flags);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int epoll_ctl(int watcher, int act, int socket, ref byte what);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int epoll_wait(int watcher, ref byte events, int most, int milliseconds);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint recv(int socket, ref byte bytes, nint length, int flags);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint send(int socket, in byte bytes, nint length, int flags);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int close(int descriptor);
#pragma warning restore IDE1006, SYSLIB1054
}
