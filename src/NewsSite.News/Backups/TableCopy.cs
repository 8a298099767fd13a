using System.IO.Compression;
using System.Text;
using Npgsql;

namespace NewsSite.News.Backups;

/// <summary>
/// A table as a file: what <c>COPY</c> writes as text, a row a line, compressed with gzip. Text is the same for every version
/// of PostgreSQL, and can be read and put back without this program.
/// </summary>
internal static class TableCopy
{
    private const byte EndOfRow = (byte)'\n';

    // The same text for the same row, whatever the server's settings; and nobody else's patience.
    private const string Settings = """
        set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
        set local extra_float_digits = 1; set local bytea_output = 'hex'; set local synchronize_seqscans = off;
        set local statement_timeout = 0; set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0
        """;

    /// <summary>To be said first in each transaction that copies.</summary>
    public static Task PrepareAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        connection.RunAsync(Settings, cancel);

    /// <summary>Writes all rows of a table into a file.</summary>
    public static async Task<RowSum> WriteAsync(
        NpgsqlConnection connection,
        TableShape table,
        Stream file,
        CancellationToken cancel
    )
    {
        await using var packed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
        await using var buffered = new BufferedStream(packed, 1 << 16);
        return await SumAsync(
            connection,
            table,
            async row =>
            {
                await buffered.WriteAsync(row, cancel);
                buffered.WriteByte(EndOfRow);
            },
            cancel
        );
    }

    /// <summary>What is in the table now.</summary>
    public static Task<RowSum> SumAsync(NpgsqlConnection connection, TableShape table, CancellationToken cancel) =>
        SumAsync(connection, table, _ => ValueTask.CompletedTask, cancel);

    /// <summary>What is in a file.</summary>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static async Task<RowSum> SumAsync(string path, CancellationToken cancel)
    {
        using var reader = Open(path);
        return await SumAsync(reader, _ => ValueTask.CompletedTask, cancel);
    }

    /// <summary>Puts all rows of a file into a table.</summary>
    public static async Task ReadAsync(
        NpgsqlConnection connection,
        TableShape table,
        string path,
        CancellationToken cancel
    )
    {
        using var reader = Open(path);
        await using var writer = await connection.BeginTextImportAsync(
            $"copy {table.Quoted} ({table.QuotedColumns}) from stdin",
            cancel
        );
        var some = new char[1 << 15];
        while (await reader.ReadAsync(some, cancel) is > 0 and var count)
        {
            await writer.WriteAsync(some.AsMemory(0, count), cancel);
        }
    }

    private static async Task<RowSum> SumAsync(
        NpgsqlConnection connection,
        TableShape table,
        Func<ReadOnlyMemory<byte>, ValueTask> take,
        CancellationToken cancel
    )
    {
        using var reader = await connection.BeginTextExportAsync(
            $"copy {table.Quoted} ({table.QuotedColumns}) to stdout",
            cancel
        );
        return await SumAsync(reader, take, cancel);
    }

    // Within a row the end of a line is written in letters.
    private static async Task<RowSum> SumAsync(
        TextReader reader,
        Func<ReadOnlyMemory<byte>, ValueTask> take,
        CancellationToken cancel
    )
    {
        var sum = new RowSum();
        var bytes = Array.Empty<byte>();
        while (await reader.ReadLineAsync(cancel) is { } row)
        {
            await take(sum.Add(row, ref bytes));
        }

        return sum;
    }

    private static StreamReader Open(string path) =>
        new(
            new GZipStream(File.OpenRead(path), CompressionMode.Decompress),
            Encoding.UTF8,
            detectEncodingFromByteOrderMarks: false,
            bufferSize: 1 << 16
        );
}
