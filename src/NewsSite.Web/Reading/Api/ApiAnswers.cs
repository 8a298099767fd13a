using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading.Api;

/// <summary>Writes what the API answers: the fields that were asked for, addresses of next pages, and what is wrong with a question.</summary>
internal sealed class ApiAnswers(SiteOptions site)
{
    /// <summary>The name of the parameter that chooses fields.</summary>
    public const string Fields = "fields";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <param name="item">One thing, of which the parameter <see cref="Fields"/> may choose some fields.</param>
    public static IResult One<T>(HttpContext context, T item) =>
        TryChoose<T>(context, out var chosen, out var problem)
            ? Send(context, Pruned(JsonSerializer.SerializeToNode(item, Json)!, chosen))
            : problem;

    /// <summary>A page of a list.</summary>
    /// <param name="next">The query that asks for the next page; null on the last.</param>
    public IResult List<T>(HttpContext context, IReadOnlyList<T> items, IReadOnlyDictionary<string, string>? next) =>
        TryChoose<T>(context, out var chosen, out var problem)
            ? Send(
                context,
                new JsonObject
                {
                    ["items"] = Pruned(items, chosen),
                    ["next"] = next is null ? null : Next(context, next),
                }
            )
            : problem;

    /// <summary>A page of what was searched for: it is not kept, so its ETag is given here.</summary>
    /// <inheritdoc cref="List"/>
    /// <param name="total">How many there are; null where that is not counted.</param>
    public IResult Found<T>(
        HttpContext context,
        IReadOnlyList<T> items,
        int? total,
        IReadOnlyDictionary<string, string>? next
    ) =>
        TryChoose<T>(context, out var chosen, out var problem)
            ? SendNamed(
                context,
                new JsonObject
                {
                    ["items"] = Pruned(items, chosen),
                    ["total"] = total,
                    ["next"] = next is null ? null : Next(context, next),
                }
            )
            : problem;

    public static IResult Wrong(string why) =>
        Results.Problem(why, statusCode: StatusCodes.Status400BadRequest, title: "The question is not understood");

    public static IResult Missing(string what) =>
        Results.Problem(what, statusCode: StatusCodes.Status404NotFound, title: "Not found");

    /// <returns>A permanent redirect to the same question under the name of today.</returns>
    public static IResult Moved(HttpContext context, string path, IReadOnlyDictionary<string, string>? with = null) =>
        Results.LocalRedirect(path + Query(context, with ?? new Dictionary<string, string>()), permanent: true);

    private static IResult Send(HttpContext context, JsonNode answer)
    {
        context.Response.Headers.CacheControl = "public, max-age=60";
        return Results.Json(answer, Json);
    }

    private static IResult SendNamed(HttpContext context, JsonNode answer)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(answer, Json);
        var (request, headers) = (context.Request, context.Response.Headers);
        headers.CacheControl = "public, max-age=60";
        headers.ETag = ETags.Of(body);
        return ETags.IsKnown(request.Headers, headers.ETag.ToString())
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(body, "application/json; charset=utf-8");
    }

    private string Next(HttpContext context, IReadOnlyDictionary<string, string> next) =>
        site.Root + context.Request.Path + Query(context, next);

    // What was asked, with other values for some of it.
    private static string Query(HttpContext context, IReadOnlyDictionary<string, string> with) =>
        QueryString
            .Create(
                context
                    .Request.Query.Where(q => !with.ContainsKey(q.Key))
                    .SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v)))
                    .Concat(with.Select(w => KeyValuePair.Create(w.Key, (string?)w.Value)))
            )
            .ToString();

    private static bool TryChoose<T>(HttpContext context, out HashSet<string>? chosen, out IResult problem)
    {
        (chosen, problem) = (null, Results.Empty);
        var asked = context.Request.Query[Fields].ToString();
        if (asked.Length == 0)
        {
            return true;
        }

        chosen = [.. asked.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        var known = Json.GetTypeInfo(typeof(T)).Properties.Select(p => p.Name).ToList();
        if (chosen.Except(known).ToList() is [_, ..] unknown)
        {
            problem = Wrong($"There is no field {string.Join(", ", unknown)}. There are: {string.Join(", ", known)}.");
            return false;
        }

        return true;
    }

    private static JsonArray Pruned<T>(IReadOnlyList<T> items, HashSet<string>? chosen) =>
        [.. items.Select(item => Pruned(JsonSerializer.SerializeToNode(item, Json)!, chosen))];

    private static JsonNode Pruned(JsonNode item, HashSet<string>? chosen)
    {
        if (chosen is not null)
        {
            var whole = item.AsObject();
            foreach (var name in whole.Select(p => p.Key).Except(chosen).ToList())
            {
                whole.Remove(name);
            }
        }

        return item;
    }
}
