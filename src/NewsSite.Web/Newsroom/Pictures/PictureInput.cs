using Microsoft.AspNetCore.Mvc.ModelBinding;
using NewsSite.News.Media;

namespace NewsSite.Web.Newsroom.Pictures;

/// <summary>What the forms for a new picture and for one of the library send.</summary>
public sealed class PictureInput
{
    public IFormFile? File { get; set; }
    public string? Alt { get; set; }
    public string? Caption { get; set; }
    public string? Credit { get; set; }
    public string? UsageTerms { get; set; }

    /// <summary>Per cent from the left.</summary>
    public int? FocalX { get; set; }

    /// <summary>Per cent from the top.</summary>
    public int? FocalY { get; set; }

    /// <summary>What the form of a stored picture begins with.</summary>
    public static PictureInput Of(Picture p) =>
        new()
        {
            Alt = p.Alt,
            Caption = p.Caption,
            Credit = p.Credit,
            UsageTerms = p.UsageTerms,
            FocalX = p.FocalX,
            FocalY = p.FocalY,
        };

    /// <summary>Says beside each field what is wrong with it.</summary>
    public void Check(ModelStateDictionary state)
    {
        CheckFile(state);
        CheckWords(state);
    }

    private void CheckFile(ModelStateDictionary state)
    {
        if (File is null or { Length: 0 })
        {
            state.AddModelError("Input.File", "Choose a picture");
        }
        else if (File.Length > UploadedPicture.ByteLimit)
        {
            state.AddModelError(
                "Input.File",
                $"The file must be {UploadedPicture.ByteLimit / 1024 / 1024} MB or smaller. It has {Math.Ceiling(File.Length / 1024.0 / 1024):N0} MB."
            );
        }
    }

    /// <summary>As <see cref="Check"/>, of a picture whose file is there.</summary>
    public void CheckWords(ModelStateDictionary state)
    {
        Text(state, "Alt", "Alt text", Alt, Picture.AltLimit, "Say in one sentence what the picture shows");
        Text(state, "Caption", "Caption", Caption, Picture.CaptionLimit);
        Text(state, "Credit", "Credit", Credit, Picture.CreditLimit, "Enter whose picture it is");
        Text(state, "UsageTerms", "Usage terms", UsageTerms, Picture.UsageTermsLimit);
        Percent(state, "FocalX", FocalX);
        Percent(state, "FocalY", FocalY);
    }

    public PictureForm Form() =>
        new(OneLine(Alt) ?? "", OneLine(Caption), OneLine(Credit), FocalX ?? 50, FocalY ?? 50)
        {
            UsageTerms = OneLine(UsageTerms),
        };

    private static void Text(
        ModelStateDictionary state,
        string field,
        string label,
        string? text,
        int limit,
        string? missing = null
    )
    {
        if (missing is not null && OneLine(text) is null)
        {
            state.AddModelError($"Input.{field}", missing);
        }

        if (text?.Length > limit)
        {
            state.AddModelError(
                $"Input.{field}",
                $"{label} must be {limit} characters or fewer. It has {text.Length:N0}."
            );
        }
    }

    private static void Percent(ModelStateDictionary state, string field, int? value)
    {
        if (value is null or < 0 or > 100)
        {
            // In place of what the framework says of text that is no number.
            state[$"Input.{field}"]?.Errors.Clear();
            state.AddModelError($"Input.{field}", "Enter a whole number from 0 to 100");
        }
    }

    // PostgreSQL has no place for the zero letter.
    private static string? OneLine(string? text) =>
        string.Join(' ', (text ?? "").Split(['\0', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)).Trim()
            is { Length: > 0 } line
            ? line
            : null;
}
