using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace NewsSite.Web.Reading.Api;

// The names are those of IPTC's schema, which knows no empty values: what is not there is left out.

[Description("A story as IPTC ninjs 3.1 has it, for newsrooms and agencies.")]
internal sealed record Ninjs(
    [property: Url, Description("Its page on the site, for good.")] string Uri,
    NinjsStandard Standard,
    [property: AllowedValues("text")] string Type,
    [property: AllowedValues("full")] string RepresentationType,
    [property: Description("The number of the version that readers see.")] string Version,
    [property: Description("When it was first published, in UTC.")] DateTimeOffset FirstCreated,
    [property: Description("The last significant update, or the first publication, in UTC.")]
        DateTimeOffset VersionCreated,
    [property: AllowedValues("usable"), Description("What was withdrawn is not found.")] string PubStatus,
    [property: Description("As BCP 47 writes it.")] string Language,
    string CopyrightHolder,
    string Slugline,
    IReadOnlyList<NinjsWords> Headlines,
    [property: Description("As HTML with whole addresses, and as plain text.")] IReadOnlyList<NinjsBody> Bodies,
    [property: Description("Its sections, their IPTC Media Topics, and its tags.")] IReadOnlyList<NinjsConcept> Subjects
)
{
    [Description("The authors, as the byline has them.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }

    [Description("Where it was written.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Located { get; init; }

    [Description("What the newsroom says of it: the corrections that stand.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EdNote { get; init; }

    [Description("The standfirst.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NinjsWords>? Descriptions { get; init; }

    [Description("Left out for a report.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NinjsGenre>? Genres { get; init; }

    [Description("Whose material it includes.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NinjsSource>? InfoSources { get; init; }

    [Description("The lead picture.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NinjsPicture>? Associations { get; init; }
}

[Description("By which standard the item is written.")]
internal sealed record NinjsStandard(string Name, string Version, [property: Url] string Schema);

[Description("A headline or a description.")]
internal sealed record NinjsWords(string Role, string ContentType, string Value);

[Description("The body in one form.")]
internal sealed record NinjsBody(string Role, string ContentType, int CharCount, int WordCount, string Value);

[Description("What a story is about.")]
internal sealed record NinjsConcept(
    string Name,
    [property: AllowedValues("about")] string Rel,
    [property: Url, Description("Its page on the site, or its address among the Media Topics.")] string Uri
);

[Description("What kind of writing it is.")]
internal sealed record NinjsGenre(
    [property: AllowedValues("Opinion", "Analysis", "Explainer", "Review", "Interview", "Obituary")] string Name
);

[Description("Where material of a story is from.")]
internal sealed record NinjsSource(string Name, string Role)
{
    [Url]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Uri { get; init; }
}

[Description("A picture of the story.")]
internal sealed record NinjsPicture(
    string Name,
    [property: Url] string Uri,
    string Type,
    [property: Description("What it shows, and its caption.")] IReadOnlyList<NinjsWords> Descriptions,
    IReadOnlyList<NinjsRendition> Renditions
)
{
    [Description("The credit.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }
}

[Description("A file of a picture.")]
internal sealed record NinjsRendition(
    string Name,
    [property: Url] string Href,
    string ContentType,
    [property: Description("In pixels.")] int Width,
    [property: Description("In pixels.")] int Height
);
