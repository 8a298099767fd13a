using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace NewsSite.Tests.Support;

/// <summary>Keeps what a page asks the database, to be explained afterwards.</summary>
public sealed class Asked : DbCommandInterceptor
{
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
        command.CommandText =
            $"set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; explain ({how}) {sql}";
#pragma warning restore CA2100
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
