using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using NewsSite.News.Publishing;
using NewsSite.News.StandingPages;

namespace NewsSite.Web.Admin.Site;

/// <summary>What the form for a page about the paper sends.</summary>
public sealed class StandingPageInput
{
    public string? Title { get; set; }

    /// <summary>Of a new page; empty: made from the title.</summary>
    public string? Slug { get; set; }

    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string? Body { get; set; }
    public int Position { get; set; }
    public DateOnly ReviewedOn { get; set; }

    /// <summary>The row version that the admin has before them; null for a new page.</summary>
    public uint? Seen { get; set; }

    /// <summary>Says beside each field what is wrong with it.</summary>
    public void Check(ModelStateDictionary state)
    {
        if (string.IsNullOrWhiteSpace(Title))
        {
            state.AddModelError("Input.Title", "Enter a title");
        }
        else if (Title.Trim().Length > StandingPage.TitleLimit)
        {
            state.AddModelError(
                "Input.Title",
                $"Title must be {StandingPage.TitleLimit} characters or fewer. It has {Title.Trim().Length}."
            );
        }

        if (string.IsNullOrWhiteSpace(Body))
        {
            state.AddModelError("Input.Body", "Enter the text of the page");
        }
        else if (Body.Length > StandingPage.BodyLimit)
        {
            state.AddModelError(
                "Input.Body",
                $"Text must be {StandingPage.BodyLimit:N0} characters or fewer. It has {Body.Length:N0}."
            );
        }
    }

    /// <param name="slug">Of the page that is changed; null for a new one.</param>
    public StandingPageForm Form(string? slug) =>
        new(
            slug ?? (string.IsNullOrWhiteSpace(Slug) ? News.Addresses.Slug.From(Title!) : Slug.Trim()),
            Title!.Trim(),
            Body!.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal),
            Position,
            ReviewedOn
        );
}
