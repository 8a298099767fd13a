using Microsoft.AspNetCore.Mvc.ModelBinding;
using NewsSite.News.Categories;
using NewsSite.News.Publishing.Categories;

namespace NewsSite.Web.Admin.Categories;

/// <summary>What the forms for a category send.</summary>
public sealed class CategoryInput
{
    public string? Name { get; set; }

    /// <summary>Empty: made from the name.</summary>
    public string? Slug { get; set; }
    public long? ParentId { get; set; }
    public string? ColourKey { get; set; }
    public string? Description { get; set; }
    public bool IsHidden { get; set; }

    /// <summary>As <see cref="News.Categories.MediaTopic.Read"/> takes it.</summary>
    public string? MediaTopic { get; set; }

    /// <returns>The forms' fields as the section has them.</returns>
    public static CategoryInput From(Category category) =>
        new()
        {
            Name = category.Name,
            Slug = category.Slug,
            ParentId = category.ParentId,
            ColourKey = category.ColourKey,
            Description = category.Description,
            IsHidden = category.IsHidden,
            MediaTopic = category.MediaTopic is { } code ? $"medtop:{code}" : null,
        };

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

        if (!string.IsNullOrWhiteSpace(MediaTopic) && News.Categories.MediaTopic.Read(MediaTopic) is null)
        {
            state.AddModelError("Input.MediaTopic", "Enter a code of eight digits, like medtop:20000002");
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
            ParentId,
            IsHidden,
            string.IsNullOrWhiteSpace(MediaTopic) ? null : MediaTopic
        );
}
