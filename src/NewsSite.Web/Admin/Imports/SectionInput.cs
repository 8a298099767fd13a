namespace NewsSite.Web.Admin.Imports;

/// <summary>Where a section of an export goes, as the form sends it.</summary>
public sealed class SectionInput
{
    public string? There { get; set; }

    /// <summary>The address of a section of ours, or <c>-</c> for none; empty for as it is.</summary>
    public string? Ours { get; set; }
}
