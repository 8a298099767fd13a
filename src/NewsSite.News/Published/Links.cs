namespace NewsSite.News.Published;

/// <summary>A category as labels, breadcrumbs and navigation show it.</summary>
/// <param name="ColourKey">One of <c>news world politics business opinion culture sport science tech life plain</c>.</param>
public sealed record CategoryLink(long Id, string Slug, string Name, string ColourKey)
{
    public string Address => $"/category/{Slug}";
}

public sealed record TagLink(string Slug, string Name)
{
    public string Address => $"/tag/{Slug}";
}

/// <param name="Role">For example "Political editor"; null for a desk or an agency.</param>
public sealed record AuthorLink(string Slug, string Name, string? Role, PictureView? Portrait)
{
    public string Address => $"/author/{Slug}";
}

/// <summary>A picture as a page shows it.</summary>
/// <param name="Address">Immutable: another picture has another address.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="FocalX">Per cent from the left.</param>
/// <param name="FocalY">Per cent from the top.</param>
public sealed record PictureView(
    string Address,
    int Width,
    int Height,
    string Alt,
    string? Caption,
    string? Credit,
    int FocalX,
    int FocalY
);
