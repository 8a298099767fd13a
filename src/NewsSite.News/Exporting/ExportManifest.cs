using System.Text.Json;
using System.Text.Json.Serialization;

namespace NewsSite.News.Exporting;

/// <summary>What an export holds. Its own hash is that of the whole content; the time is not part of it.</summary>
/// <param name="Version">How the records are shaped; see <see cref="CurrentVersion"/>.</param>
/// <param name="MissingPictures">Named by records, and not there when the export was made.</param>
public sealed record ExportManifest(
    string Format,
    int Version,
    IReadOnlyList<ExportedFile> Files,
    IReadOnlyList<string> MissingPictures
)
{
    public const string OurFormat = "newssite";

    /// <summary>A noun or field that is added, renamed or taken away makes it one more.</summary>
    public const int CurrentVersion = 4;

    /// <summary>Older ones are read too: each has all that the next one has but for nouns and fields that came later.</summary>
    internal const int OldestVersion = 1;

    internal const string FileName = "manifest.json";

    /// <summary>Says when and by whom; not part of the content.</summary>
    internal const string AboutName = "about.json";
    internal const string PictureFolder = "pictures/";

    internal static JsonSerializerOptions Json { get; } =
        new(JsonSerializerDefaults.Web)
        {
            WriteIndented = true,
            NewLine = "\n",
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectRequiredConstructorParameters = true,
            RespectNullableAnnotations = true,
        };

    public long Records => Files.Sum(f => f.Records);
}

/// <param name="Records">Lines.</param>
/// <param name="Bytes">Unpacked.</param>
/// <param name="Sha256">Of these bytes.</param>
public sealed record ExportedFile(string Name, long Records, long Bytes, string Sha256);

/// <param name="Hash">Of the manifest, and by that of all content.</param>
/// <param name="Pictures">How many files of pictures.</param>
/// <param name="Unsaved">In how many stories somebody has typed words and not saved them: they are not part of it.</param>
public sealed record Exported(ExportManifest Holds, string Hash, int Pictures, long Unsaved);
