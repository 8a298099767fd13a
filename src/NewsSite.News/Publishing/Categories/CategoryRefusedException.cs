namespace NewsSite.News.Publishing.Categories;

/// <summary>The form for a category cannot be accepted.</summary>
public sealed class CategoryRefusedException : Exception
{
    public CategoryRefusedException()
        : this("", "The section cannot be saved.") { }

    public CategoryRefusedException(string message)
        : this("", message) { }

    public CategoryRefusedException(string message, Exception inner)
        : base(message, inner) => Field = "";

    public CategoryRefusedException(string field, string message)
        : base(message) => Field = field;

    /// <summary>The field of the form that the message stands beside.</summary>
    public string Field { get; }
}
