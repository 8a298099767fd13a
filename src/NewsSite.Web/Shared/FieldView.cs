namespace NewsSite.Web.Shared;

/// <summary>One labelled line of a form, with its hint and its error between label and input.</summary>
/// <param name="Name">As the form sends it.</param>
public sealed record FieldView(string Name, string Label, string? Value)
{
    /// <summary>An input's type; <c>textarea</c> for several lines.</summary>
    public string Type { get; init; } = "text";
    public string? Hint { get; init; }
    public bool IsOptional { get; init; }
    public string? Autocomplete { get; init; }

    /// <summary>Characters to aim for; shows a counter.</summary>
    public int? Advised { get; init; }
    public string? Class { get; init; }

    public static string IdOf(string name) => name.Replace('.', '_').Replace('[', '_').Replace(']', '_');
}
