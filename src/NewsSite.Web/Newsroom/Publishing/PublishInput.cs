using NewsSite.News.Corrections;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;

namespace NewsSite.Web.Newsroom.Publishing;

/// <summary>What the publishing form sends.</summary>
public sealed class PublishInput
{
    /// <summary>Leaves the breaking label's end as it is.</summary>
    public const int Keep = -1;

    public static IReadOnlyList<int> Hours { get; } = [Keep, 0, 1, 2, 6, 24];

    /// <summary>The version that the editor has before them.</summary>
    public int Version { get; set; }
    public int? SeenLive { get; set; }

    /// <summary>Made with the form: sent twice, it publishes once.</summary>
    public Guid Key { get; set; }

    /// <summary>0 for no label.</summary>
    public int BreakingHours { get; set; }
    public UpdateKind Kind { get; set; }
    public CorrectionKind CorrectionKind { get; set; }

    /// <summary>What was wrong and what is right; asked for where the update is a correction.</summary>
    public string? CorrectionText { get; set; }

    /// <summary>The earlier note whose place it takes.</summary>
    public long? Supersedes { get; set; }

    /// <summary>When it is to go out; by the newsroom's clock.</summary>
    public string? At { get; set; }

    /// <inheritdoc cref="At"/>
    public string? EmbargoUntil { get; set; }
    public bool Corrects => Kind == UpdateKind.Correction && SeenLive is not null;

    public PublishOrder Order() =>
        new(
            Version,
            SeenLive,
            BreakingHours > 0 ? TimeSpan.FromHours(BreakingHours) : null,
            KeepBreaking: BreakingHours == Keep,
            IsSignificant: Kind == UpdateKind.SignificantUpdate
        )
        {
            Key = Key == Guid.Empty ? null : Key,
            Correction = Corrects
                ? new CorrectionNote(CorrectionKind, CorrectionText!) { Supersedes = Supersedes }
                : null,
        };
}
