using Microsoft.AspNetCore.WebUtilities;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>What a page is asked for by: its path, and those parts of the query that it knows, in its order.</summary>
/// <param name="Query">Empty where it knows none, or none was given.</param>
public readonly record struct PageAddress(string Path, string Query)
{
    private const int PathLimit = 400;
    private const int QueryLimit = 200;

    /// <summary>As a link writes it.</summary>
    public override string ToString() => Query.Length == 0 ? Path : $"{Path}?{Query}";

    /// <param name="known">The keys that the page reads; any other changes nothing, and makes no second copy.</param>
    /// <returns>Null where it is not an address to keep a page by.</returns>
    public static PageAddress? Of(HttpRequest request, IReadOnlyList<string> known)
    {
        var path = request.Path.Value ?? "/";
        if (path.Length > PathLimit || path.Any(char.IsUpper) || (path.Length > 1 && path.EndsWith('/')))
        {
            // Other spellings lead to the same pages; one copy of each is enough.
            return null;
        }

        if (known.Count == 0 || !request.QueryString.HasValue)
        {
            return new(path, "");
        }

        var asked = QueryHelpers.ParseNullableQuery(request.QueryString.Value) ?? [];
        if (known.Any(key => asked.TryGetValue(key, out var values) && values.Count > 1))
        {
            return null;
        }

        var query = string.Join(
            '&',
            known.Where(asked.ContainsKey).Select(key => $"{key}={Uri.EscapeDataString(asked[key].ToString())}")
        );
        return query.Length > QueryLimit ? null : new(path, query);
    }
}

/// <summary>Marks an answer that only the database can give, and of which there is never a copy.</summary>
internal sealed record AsksDatabase;

/// <summary>Marks an answer that is the same for every reader.</summary>
/// <param name="Keys">The parts of the query that it reads.</param>
internal sealed record SameForAll(IReadOnlyList<string> Keys)
{
    public static SameForAll WithoutQuery { get; } = new([]);
}
