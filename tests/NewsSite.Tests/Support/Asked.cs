using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace NewsSite.Tests.Support;

/// <summary>Keeps what a page asks the database, to be explained afterwards.</summary>
public sealed partial class Asked : DbCommandInterceptor
{
    private const string IndexesFirst =
        "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off;";

    public List<(string Sql, DbParameter[] Parameters)> Commands { get; } = [];

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        lock (Commands)
        {
            Commands.Add(
                (command.CommandText, [.. command.Parameters.Cast<ICloneable>().Select(p => (DbParameter)p.Clone())])
            );
        }

        return new(result);
    }

    /// <param name="db">Of the same kind that asked.</param>
    /// <param name="how">What <c>explain</c> is told.</param>
    /// <returns>
    /// The plan. With a table as small as a test's, a planner may well read all of it; what matters is that an index could
    /// answer row by row, so it is told to use one wherever there is one.
    /// </returns>
    public static async Task<List<string>> PlanAsync(
        DbContext db,
        string sql,
        DbParameter[] parameters,
        string how = "costs"
    )
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The statement is what the page itself asked.
        command.CommandText = $"{IndexesFirst} explain ({how}) {sql}";
#pragma warning restore CA2100
        command.Parameters.AddRange(parameters);
        return await LinesAsync(command);
    }

    /// <summary>As <see cref="PlanAsync"/>, but the plan that a connection keeps for the statement, made for any values.</summary>
    public static async Task<List<string>> KeptPlanAsync(
        DbContext db,
        string sql,
        DbParameter[] parameters,
        string how = "costs"
    )
    {
        var own = parameters.Cast<NpgsqlParameter>().ToList();
        var text = Name().Replace(sql, m => Place(m.Value) is var n and > 0 ? $"${n}" : m.Value);
        var types = string.Join(", ", own.Select(p => p.DataTypeName ?? "unknown"));
        var values = string.Join(", ", own.Select(p => Literal(p.Value)));
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        foreach (
            var statement in (string[])
                [
                    IndexesFirst,
                    "set plan_cache_mode = force_generic_plan",
                    own.Count > 0 ? $"prepare asked ({types}) as {text}" : $"prepare asked as {text}",
                ]
        )
        {
#pragma warning disable CA2100 // The statement is what the page itself asked.
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }

        command.CommandText = $"explain ({how}) execute asked" + (own.Count > 0 ? $"({values})" : "");
#pragma warning restore CA2100
        var plan = await LinesAsync(command);
        command.CommandText = "deallocate asked";
        await command.ExecuteNonQueryAsync();
        return plan;

        int Place(string name) => own.FindIndex(p => p.ParameterName.TrimStart('@') == name[1..]) + 1;
    }

    private static string Literal(object? value) =>
        value switch
        {
            null or DBNull => "null",
            DateTimeOffset at => $"'{at.UtcDateTime:O}'",
            DateTime at => $"'{at:O}'",
            System.Collections.IEnumerable and not string =>
                $"'{{{string.Join(
                ',',
                ((System.Collections.IEnumerable)value).Cast<object>().Select(v => $"\"{Literal(v)[1..^1]}\"")
            )}}}'",
            _ =>
                $"'{Convert.ToString(value, CultureInfo.InvariantCulture)!.Replace("'", "''", StringComparison.Ordinal)}'",
        };

    private static async Task<List<string>> LinesAsync(DbCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    [GeneratedRegex("@[A-Za-z_0-9]+")]
    private static partial Regex Name();
}
