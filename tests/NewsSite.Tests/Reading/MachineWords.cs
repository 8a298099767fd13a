using System.Text.Json;
using AngleSharp.Html.Dom;

namespace NewsSite.Tests.Reading;

/// <summary>What a page says to machines.</summary>
internal static class MachineWords
{
    public const string Root = "http://news.test";

    public static IEnumerable<string> Meta(IHtmlDocument page, string name) =>
        page.QuerySelectorAll($"meta[name='{name}'], meta[property='{name}']").Select(m => m.GetAttribute("content")!);

    public static List<JsonElement> Graph(IHtmlDocument page) =>
        [
            .. JsonDocument
                .Parse(page.QuerySelectorAll("script[type='application/ld+json']").Single().TextContent)
                .RootElement.GetProperty("@graph")
                .EnumerateArray(),
        ];

    public static string Text(JsonElement thing, string name) =>
        thing.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    public static int Int(JsonElement thing, string name) => thing.GetProperty(name).GetInt32();

    public static IEnumerable<string> Texts(JsonElement texts) => texts.EnumerateArray().Select(t => t.GetString()!);

    public static IEnumerable<string> Names(JsonElement thing, string name) =>
        thing.GetProperty(name).EnumerateArray().Select(t => Text(t, "name"));
}
