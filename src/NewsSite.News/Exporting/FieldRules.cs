using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using NewsSite.News.Addresses;
using NewsSite.News.Backups;
using NewsSite.News.Publishing;

namespace NewsSite.News.Exporting;

/// <summary>
/// What must hold of words that end up in addresses, or in what pages are made by: somebody else may have written the file.
/// They are no stricter than the acts by which such words came to be.
/// </summary>
internal static partial class FieldRules
{
    private static readonly JsonSerializerOptions Stored = new();

    private static readonly JsonSerializerOptions Told = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
    };

    public static FieldRule Slug { get; } =
        new("it is no name of an address: small letters a to z, digits and hyphens", s => SlugLetters().IsMatch(s));

    /// <summary>Of text that becomes a link: a script is none.</summary>
    public static FieldRule Link { get; } =
        new(
            "it leads to something that is no page",
            s =>
                !s.Any(char.IsControl)
                && (
                    s.StartsWith('/')
                    || !Uri.TryCreate(s, UriKind.Absolute, out var uri)
                    || uri.Scheme is "http" or "https"
                )
        );

    /// <summary>Of a path of the site.</summary>
    public static FieldRule Path { get; } =
        new("it does not begin with one slash", s => s is ['/'] || (s is ['/', not ('/' or '\\'), ..] && IsClean(s)));

    public static FieldRule NamedLink { get; } =
        new("it is no https address with a name behind it", s => NamedLinkShape().IsMatch(s));

    public static FieldRule MenuLine { get; } =
        new("it is no line of a menu: a target, a space, a label", s => MenuShape().IsMatch(s));

    public static FieldRule Language { get; } =
        new("it is no tag of a language, like en-GB", s => LanguageShape().IsMatch(s));

    public static FieldRule Zone { get; } =
        new("it is no time zone that this machine knows", s => TimeZoneInfo.TryFindSystemTimeZoneById(s, out _));

    public static FieldRule Picture { get; } = new("it is no name of a picture", BackupFolder.IsPictureName);

    public static FieldRule Asked { get; } =
        new(
            "it is no address that can lead on",
            s => s.StartsWith('/') && AskedAddress.OfLink(s) is not null && !AskedAddress.IsReserved(s)
        );

    public static FieldRule Topic { get; } =
        new("it is not eight digits", s => s.Length == 8 && s.All(char.IsAsciiDigit));

    /// <summary>How a scheduled act is to be done: names and kinds as words, not as they are stored.</summary>
    public static FieldForm Order { get; } = new(s => Turn(s, Stored, Told), s => Turn(s, Told, Stored));

    private static string Turn(string json, JsonSerializerOptions from, JsonSerializerOptions to)
    {
        using var order = JsonDocument.Parse(json);
        return order.RootElement.EnumerateObject().Any(p => p.Name is "Outcome" or "outcome")
            ? JsonSerializer.Serialize(order.Deserialize<WithdrawOrder>(from), to)
            : JsonSerializer.Serialize(order.Deserialize<PublishOrder>(from), to);
    }

    private static bool IsClean(string text) => !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c == '\\');

    [GeneratedRegex(@"\A[a-z0-9-]{1,80}\z", RegexOptions.NonBacktracking)]
    private static partial Regex SlugLetters();

    [GeneratedRegex(@"\Ahttps://[^\s\\]+ [^\r\n]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex NamedLinkShape();

    [GeneratedRegex(
        @"\A(-|category:[0-9]{1,18}|/([^\s\\/][^\s\\]*)?|https://[^\s\\]+) [^\r\n]+\z",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex MenuShape();

    [GeneratedRegex(@"\A[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\z", RegexOptions.NonBacktracking)]
    private static partial Regex LanguageShape();
}
