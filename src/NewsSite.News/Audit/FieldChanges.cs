using System.Collections;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using NewsSite.News.Database;

namespace NewsSite.News.Audit;

/// <summary>What an act changes, told by the record itself, so that a field that is added later is told as well.</summary>
public static class FieldChanges
{
    private const string Untold = "(not told)";

    // Whoever reads the log must learn nothing that opens a door.
    private static readonly string[] Secrets = ["Secret", "Password", "Hash", "Stamp", "Token"];

    /// <summary>Before it is saved: what differs from what the database has. All fields, where the record is new or goes.</summary>
    /// <param name="isNew">Whether the act made the record, though it is saved already.</param>
    public static IReadOnlyList<FieldChange> ChangesOf(this NewsroomDb db, object thing, bool isNew = false)
    {
        var entry = db.Entry(thing);
        isNew |= entry.State == EntityState.Added;
        var changes = new List<FieldChange>();
        foreach (var property in entry.Properties.Where(p => IsOurs(p.Metadata)))
        {
            var name = property.Metadata.Name;
            var before = isNew ? null : Text(property.OriginalValue);
            var after = entry.State == EntityState.Deleted ? null : Text(property.CurrentValue);
            if (before != after)
            {
                changes.Add(
                    Array.Exists(Secrets, s => name.Contains(s, StringComparison.Ordinal))
                        ? new(name, before is null ? null : Untold, after is null ? null : Untold)
                        : FieldChange.Short(name, before, after)
                );
            }
        }

        return changes;
    }

    // Not what the framework keeps of an account, but for its address; nor what the database counts by. When it changed is told already.
    private static bool IsOurs(IProperty property) =>
        property is { IsConcurrencyToken: false, PropertyInfo: { } info }
        && !property.IsPrimaryKey()
        && property.Name != "ChangedAt"
        && (info.DeclaringType?.Assembly == typeof(FieldChanges).Assembly || property.Name == "Email");

    private static string? Text(object? value) =>
        value switch
        {
            null or "" => null,
            string text => text,
            bool yes => yes ? "yes" : "no",
            DateTimeOffset time => time.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture),
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            IEnumerable many => string.Join(", ", many.Cast<object?>().Select(Text)),
            _ => value.ToString(),
        };
}
