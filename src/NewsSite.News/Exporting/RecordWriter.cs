using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;

namespace NewsSite.News.Exporting;

/// <summary>Writes the records of a noun, one line each, and keeps the sum of the file.</summary>
internal sealed class RecordWriter(Stream file) : IDisposable
{
    /// <summary>How times stand in an export: UTC, to the microsecond, as the database has them.</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    public const string DayFormat = "yyyy-MM-dd";

    /// <summary>The most bytes of a line: the longest text there can be, in letters that take the most.</summary>
    public const int LineLimit = 8 * 1024 * 1024;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> record = new(1 << 16);
    private readonly ArrayBufferWriter<byte> line = new(1 << 16);
    private readonly IncrementalHash sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Records { get; private set; }
    public long Bytes { get; private set; }

    /// <summary>To be asked once, at the end.</summary>
    public string Sum() => Convert.ToHexStringLower(sum.GetHashAndReset());

    /// <param name="write">Writes the fields of the record, between its braces.</param>
    public async Task AddAsync(Action<Utf8JsonWriter> write, CancellationToken cancel)
    {
        record.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(record, Plain))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        line.ResetWrittenCount();
        line.Write("{\"record\":"u8);
        line.Write(record.WrittenSpan);
        line.Write(",\"sha256\":\""u8);
        line.Write(System.Text.Encoding.ASCII.GetBytes(HashOf(record.WrittenSpan)));
        line.Write("\"}\n"u8);
        if (line.WrittenCount > LineLimit)
        {
            throw new InvalidDataException($"A record is larger than {LineLimit / 1024 / 1024} MB.");
        }

        sum.AppendData(line.WrittenSpan);
        await file.WriteAsync(line.WrittenMemory, cancel);
        Records++;
        Bytes += line.WrittenCount;
    }

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Writes one field of the row that the reader is at.</summary>
    /// <param name="at">Which column of the row.</param>
    public static void Write(Utf8JsonWriter json, NpgsqlDataReader row, int at, ExportField field, ColumnShape shape)
    {
        json.WritePropertyName(field.Name);
        if (row.IsDBNull(at))
        {
            json.WriteNullValue();
            return;
        }

        switch (shape.Type)
        {
            case "bigint" or "integer" or "smallint":
                json.WriteNumberValue(Convert.ToInt64(row.GetValue(at), CultureInfo.InvariantCulture));
                break;
            case "boolean":
                json.WriteBooleanValue(row.GetBoolean(at));
                break;
            case "uuid":
                json.WriteStringValue(row.GetGuid(at));
                break;
            case "date":
                json.WriteStringValue(
                    row.GetFieldValue<DateOnly>(at).ToString(DayFormat, CultureInfo.InvariantCulture)
                );
                break;
            case "timestamp with time zone":
                json.WriteStringValue(row.GetDateTime(at).ToString(TimeFormat, CultureInfo.InvariantCulture));
                break;
            case "jsonb":
                json.WriteRawValue(field.Form!.Write(row.GetString(at)));
                break;
            case "bigint[]":
                WriteAll(json, row.GetFieldValue<long[]>(at), (j, n) => j.WriteNumberValue(n));
                break;
            case "integer[]":
                WriteAll(json, row.GetFieldValue<int[]>(at), (j, n) => j.WriteNumberValue(n));
                break;
            case "text[]":
                WriteAll(json, row.GetFieldValue<string[]>(at), (j, s) => j.WriteStringValue(s));
                break;
            default:
                json.WriteStringValue(row.GetString(at));
                break;
        }
    }

    public void Dispose() => sum.Dispose();

    private static void WriteAll<T>(Utf8JsonWriter json, T[] values, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray();
        foreach (var value in values)
        {
            write(json, value);
        }

        json.WriteEndArray();
    }
}
