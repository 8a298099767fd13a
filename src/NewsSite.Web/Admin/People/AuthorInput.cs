using Microsoft.AspNetCore.Mvc.ModelBinding;
using NewsSite.News.Authors;
using NewsSite.News.Publishing;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.People;

/// <summary>What the form for an author sends.</summary>
public sealed class AuthorInput : ProfileInput
{
    public string? Name { get; set; }

    /// <summary>Empty: made from the name.</summary>
    public string? Slug { get; set; }

    /// <summary>Null: a guest, a desk or an agency.</summary>
    public long? StaffMemberId { get; set; }

    public static AuthorInput From(Author author)
    {
        var input = new AuthorInput
        {
            Name = author.Name,
            Slug = author.Slug,
            StaffMemberId = author.StaffMemberId,
        };
        input.Fill(author);
        return input;
    }

    /// <inheritdoc cref="ProfileInput.CheckProfile"/>
    public void Check(ModelStateDictionary state)
    {
        if (Clean(Name) is null)
        {
            state.AddModelError("Input.Name", "Enter a name");
        }

        Length(state, "Input.Name", "Name", Clean(Name), Author.NameLimit);
        CheckProfile(state);
    }

    public AuthorForm Form()
    {
        var name = Clean(Name)!;
        return new(name, Clean(Slug) ?? NewsSite.News.Addresses.Slug.OfName(name), StaffMemberId, Profile());
    }
}
