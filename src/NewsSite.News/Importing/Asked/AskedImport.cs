using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Staff;

namespace NewsSite.News.Importing.Asked;

/// <summary>How far an import has come.</summary>
public enum ImportStage
{
    /// <summary>It is found out what would come in.</summary>
    Trying,

    /// <summary>That is known, and somebody must say whether it is wanted.</summary>
    Tried,
    Importing,

    /// <summary>All is in; the old addresses are asked for.</summary>
    Proving,
    Ended,
}

/// <summary>An import that an admin asked for. There is at most one.</summary>
public sealed class AskedImport
{
    public const int FailureLimit = 1000;
    public const int ProgressLimit = 200;
    public const int OldSiteLimit = 1000;
    public const int PermalinksLimit = 200;

    public long Id { get; init; }

    /// <summary>Its name in the <see cref="ImportFolder"/>.</summary>
    public required string File { get; init; }
    public required ImportFileKind Kind { get; init; }

    /// <summary>The folder or zip file of its pictures, beside it; null without.</summary>
    public string? Pictures { get; init; }

    /// <summary>
    /// The addresses of the site that pictures are fetched from that are not among those, and of further places where they lie,
    /// with a space between two; null where none are.
    /// </summary>
    public string? OldSite { get; init; }

    /// <summary>How the addresses of the old site's stories were made, where its export does not say it; null where nobody has said so.</summary>
    public string? Permalinks { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public required string ByName { get; init; }
    public required ImportStage Stage { get; set; }

    /// <summary>As JSON: where sections go, as a file of <see cref="SectionMap"/> says it; null before anybody said so.</summary>
    public string? Map { get; set; }

    /// <summary>As JSON: the sections that it has, see <see cref="FoundSection"/>.</summary>
    public string? Found { get; set; }

    /// <summary>As JSON: see <see cref="ToldReport"/>.</summary>
    public string? Report { get; set; }

    /// <summary>How many posts and pages it has; 0 where that is not known yet.</summary>
    public int Total { get; set; }

    /// <summary>How many of them the run at hand has gone through.</summary>
    public int Done { get; set; }

    /// <summary>What is being done, in words; null where nobody has begun.</summary>
    public string? Progress { get; set; }

    /// <summary>When that was told last.</summary>
    public DateTimeOffset? ProgressAt { get; set; }

    /// <summary>Which server does it, or did so last.</summary>
    public string? Server { get; set; }

    /// <summary>How often it was begun since somebody asked.</summary>
    public int Tries { get; set; }

    /// <summary>Why it stands still; null where it does not.</summary>
    public string? Failure { get; set; }

    /// <summary>What became of its old addresses, in words: the numbers, then what is wrong.</summary>
    public string[] Proof { get; set; } = [];
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Whether a server works on it, or is going to.</summary>
    public static bool IsRunning(ImportStage stage) =>
        stage is ImportStage.Trying or ImportStage.Importing or ImportStage.Proving;

    /// <returns>By the section there: ours, or <see cref="SectionMap.Nowhere"/>.</returns>
    public IReadOnlyDictionary<string, string> ReadMap() => Read<Dictionary<string, string>>(Map) ?? [];

    public IReadOnlyList<FoundSection> ReadFound() => Read<List<FoundSection>>(Found) ?? [];

    public ToldReport? ReadReport() => Read<ToldReport>(Report);

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Default);

    private static T? Read<T>(string? json) =>
        json is null ? default : JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Default);
}

internal sealed class AskedImportMap : IEntityTypeConfiguration<AskedImport>
{
    public void Configure(EntityTypeBuilder<AskedImport> builder)
    {
        builder.ToTable("asked_import");
        builder.Property(i => i.File).HasMaxLength(ImportFolder.NameLimit);
        builder.Property(i => i.Pictures).HasMaxLength(ImportFolder.NameLimit);
        builder.Property(i => i.OldSite).HasMaxLength(AskedImport.OldSiteLimit);
        builder.Property(i => i.Permalinks).HasMaxLength(AskedImport.PermalinksLimit);
        builder.Property(i => i.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(i => i.Stage).HasConversion<string>().HasMaxLength(20);
        builder.Property(i => i.ByName).HasMaxLength(StaffMember.NameLimit);
        builder.Property(i => i.Map).HasColumnType("jsonb");
        builder.Property(i => i.Found).HasColumnType("jsonb");
        builder.Property(i => i.Report).HasColumnType("jsonb");
        builder.Property(i => i.Progress).HasMaxLength(AskedImport.ProgressLimit);
        builder.Property(i => i.Server).HasMaxLength(200);
        builder.Property(i => i.Failure).HasMaxLength(AskedImport.FailureLimit);
    }
}
