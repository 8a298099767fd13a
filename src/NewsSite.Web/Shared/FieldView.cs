namespace NewsSite.Web.Shared;

/// <summary>One labelled line of a form, with its hint and its error between label and input.</summary>
/// <param name="Name">As the form sends it.</param>
public sealed record FieldView(string Name, string Label, string? Value)
{
    public string Type { get; init; } = "text";
    public string? Hint { get; init; }
    public bool IsOptional { get; init; }
    public string? Autocomplete { get; init; }
    public int? Advised { get; init; }
    public string? Class { get; init; }

    /// <summary>Which of the design's widths suits the expected length: narrow, middle or empty for full.</summary>
    public string? Width { get; init; }

    public static string IdOf(string name) => name.Replace('.', '_').Replace('[', '_').Replace(']', '_');
}
