using NewsSite.News.Wire;

namespace NewsSite.Web.Admin.Wire;

/// <summary>What the forms for a source of the wire send.</summary>
public sealed class WireSourceInput
{
    public string? Name { get; set; }
    public string? Address { get; set; }
    public string? Credit { get; set; }
    public int? EveryMinutes { get; set; } = 15;
    public long? CategoryId { get; set; }
    public bool IsOn { get; set; }
    public bool IsSyndicated { get; set; }

    /// <returns>The forms' fields as the source has them.</returns>
    public static WireSourceInput From(WireSource source) =>
        new()
        {
            Name = source.Name,
            Address = source.Address,
            Credit = source.Credit,
            EveryMinutes = source.EveryMinutes,
            CategoryId = source.CategoryId,
            IsOn = source.IsOn,
            IsSyndicated = source.IsSyndicated,
        };

    public WireSourceForm Form() =>
        new(
            Name?.Trim() ?? "",
            Address?.Trim() ?? "",
            Credit?.Trim() ?? "",
            EveryMinutes ?? 0,
            CategoryId,
            IsOn,
            IsSyndicated
        );
}
