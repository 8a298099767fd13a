using Microsoft.AspNetCore.Mvc.ModelBinding;
using NewsSite.News.Addresses;
using NewsSite.Web.Delivery.Pages;

namespace NewsSite.Web.Admin.Addresses;

/// <summary>What the form for a redirect sends.</summary>
public sealed class RedirectInput
{
    public string? From { get; set; }
    public string? To { get; set; }
    public string? Code { get; set; }

    /// <summary>Says beside each field what is wrong with it.</summary>
    /// <param name="root">Of the site, without a slash at the end.</param>
    /// <returns>Null where something is.</returns>
    public RedirectLine? Read(string root, ModelStateDictionary state)
    {
        try
        {
            return RedirectLine.Read(From, To, Code, root);
        }
        catch (RedirectRefusedException refused)
        {
            state.AddModelError($"Input.{refused.Field}", refused.Message);
            return null;
        }
    }

    /// <summary>Pages win over redirects: one that begins at a page would never be used.</summary>
    /// <returns>What to say; null where nothing has the address.</returns>
    public static async Task<string?> TakenAsync(OwnAnswers own, string from, CancellationToken cancel)
    {
        OwnAnswer answer;
        try
        {
            answer = await own.AskAsync(from, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return "The site has an answer of its own at this address";
        }

        return answer switch
        {
            { Status: StatusCodes.Status404NotFound } => null,
            { Status: StatusCodes.Status200OK } => "A page has this address: readers would never be led on from it",
            { Status: StatusCodes.Status410Gone } =>
                "A withdrawn story has this address. What stands there is set where it was withdrawn.",
            { To: { } to } => $"This address leads to {to} by itself",
            _ => $"The site itself answers {answer.Status} at this address",
        };
    }
}
