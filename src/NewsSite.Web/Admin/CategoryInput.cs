using Microsoft.AspNetCore.Mvc.ModelBinding;
using NewsSite.News.Categories;
using NewsSite.News.Publishing;

namespace NewsSite.Web.Admin;

/// <summary>What the forms for a category send.</summary>
public sealed class CategoryInput
{
    public string? Name { get; set; }

    /// <summary>Empty: made from the name.</summary>
    public string? Slug { get; set; }
    public long? ParentId { get; set; }
    public string? ColourKey { get; set; }
    public string? Description { get; set; }

    /// <summary>Says beside each field what is wrong with it.</summary>
    public void Check(ModelStateDictionary state)
    {
        if (string.IsNullOrWhiteSpace(Name))
        {
            state.AddModelError("Input.Name", "Enter a name");
        }
        else if (Name.Trim().Length > Category.NameLimit)
        {
            state.AddModelError(
                "Input.Name",
                $"Name must be {Category.NameLimit} characters or fewer. It has {Name.Trim().Length}."
            );
        }

        if (Description?.Length > Category.DescriptionLimit)
        {
            state.AddModelError(
                "Input.Description",
                $"Description must be {Category.DescriptionLimit} characters or fewer. It has {Description.Length}."
            );
        }

        if (ColourKey is null || !Category.ColourKeys.Contains(ColourKey))
        {
            state.AddModelError("Input.ColourKey", "Choose a colour");
        }
    }

    public CategoryForm Form() =>
        new(
            Name!.Trim(),
            string.IsNullOrWhiteSpace(Slug) ? News.Addresses.Slug.From(Name) : Slug.Trim(),
            string.IsNullOrWhiteSpace(Description) ? null : Description.Trim(),
            ColourKey!,
            ParentId
        );
}
