using Microsoft.Data.Sqlite;

namespace NewsSite.Web.Delivery.Pages;

internal static class Sqlite
{
    /// <param name="values">For <c>$1</c> and so on.</param>
    public static SqliteCommand Command(this SqliteConnection db, string sql, params object[] values)
    {
        var command = db.CreateCommand();
        command.CommandText = sql;
        for (var n = 0; n < values.Length; n++)
        {
            command.Parameters.AddWithValue($"${n + 1}", values[n]);
        }

        return command;
    }

    /// <returns>How many rows it changed.</returns>
    public static int Run(this SqliteConnection db, string sql, params object[] values)
    {
        using var command = db.Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <returns>The first value of the first row; null where there is none.</returns>
    public static object? Read(this SqliteConnection db, string sql, params object[] values)
    {
        using var command = db.Command(sql, values);
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    /// <returns>The first value of each row.</returns>
    public static List<string> List(this SqliteConnection db, string sql)
    {
        using var command = db.Command(sql);
        using var rows = command.ExecuteReader();
        var list = new List<string>();
        while (rows.Read())
        {
            list.Add(rows.GetString(0));
        }

        return list;
    }
}
