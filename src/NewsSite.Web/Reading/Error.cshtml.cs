using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;
using NewsSite.Web.Delivery;
using NewsSite.Web.Delivery.Pages;
using NewsSite.Web.Shared;
using Npgsql;

namespace NewsSite.Web.Reading;

/// <summary>Every answer that is not the page asked for: the right status, and what helps from here.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErrorPage(
    Rivers rivers,
    Stories stories,
    SiteFrame frame,
    SiteChanges changes,
    Moved moved,
    ILogger<ErrorPage> log
) : PageModel
{
    // What it suggests is not worth a longer wait; the first time, when much is made ready for all that follow, a little.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(3);
    private static volatile bool wasMade;
    private const int LatestCount = 5;

    public int Code { get; private set; }
    public string Title { get; private set; } = "";
    public string Text { get; private set; } = "";
    public IReadOnlyList<StoryCard> Latest { get; private set; } = [];

    /// <summary>Something of ours is broken: the page then depends on nothing.</summary>
    public bool IsOurs => Code >= 500;

    /// <summary>The address that was asked for, from the root, where asking again makes sense.</summary>
    public string? Asked { get; private set; }

    public StandingPageLink? Contact => frame.Find("contact");

    /// <summary>Words of the address that was asked for, to search with.</summary>
    public string? SearchWords { get; private set; }

    /// <summary>What a person can quote to us; the log knows it.</summary>
    public string Reference => Activity.Current?.Id ?? HttpContext.TraceIdentifier;

    /// <summary>What a form of the newsroom sent that could not be taken: it is shown again, to be sent again.</summary>
    public IReadOnlyList<(string Name, string Value)> Typed { get; private set; } = [];

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public Task<IActionResult> OnPostAsync(CancellationToken cancel) => ShowAsync(cancel);

    /// <returns>The page, or the way on from an address that has none.</returns>
    private async Task<IActionResult> ShowAsync(CancellationToken cancel)
    {
        // Not bound: where the form cannot be read, nothing is.
        var asks = int.Parse((string)RouteData.Values["code"]!, CultureInfo.InvariantCulture);
        Code = asks is >= 400 and <= 599 ? asks : StatusCodes.Status404NotFound;
        Response.StatusCode = Code;
        var refused = HttpContext.Features.Get<IStatusCodeReExecuteFeature>();
        var asked = refused?.OriginalPath;
        var failed = HttpContext.Features.Get<IExceptionHandlerPathFeature>();
        if (failed?.Error is { } error && DatabaseOutage.Caused(error))
        {
            // The database does not answer: that passes, and says so to machines as well.
            Code = Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }

        LedOn? led = null;
        if (Code == StatusCodes.Status404NotFound)
        {
            (led, var isKnown) = await LedOnAsync(cancel);
            if (!isKnown)
            {
                // Search engines strike a page from their lists that is "not found"; this one they ask for again.
                Code = Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            }
        }

        if (led is { To: { } to })
        {
            Response.Headers.Location = to;
            return StatusCode(led.Code);
        }

        (Title, Text) =
            Code == StatusCodes.Status503ServiceUnavailable && (failed?.Path ?? asked) == "/search"
                ? ("Search is out for a moment", "Everything else can be read meanwhile. Try again in a minute.")
                : Words(Code);
        if (IsOurs)
        {
            Response.Headers.RetryAfter = Code == StatusCodes.Status503ServiceUnavailable ? "60" : default;
            Asked =
                HttpMethods.IsGet(Request.Method) && (failed?.Path ?? asked) is { } path
                    ? path + (refused?.OriginalQueryString ?? Request.QueryString.Value)
                    : null;
            if (Code == StatusCodes.Status503ServiceUnavailable && failed is not null)
            {
                Typed = await TypedAsync(failed.Path, cancel);
                Asked = Typed.Count > 0 ? failed.Path + Request.QueryString : Asked;
            }

            return Page();
        }

        if (led is not null)
        {
            Code = Response.StatusCode = led.Code;
            (Title, Text) = ("This page is gone", "It was taken down for good.");
        }
        else if (Code == StatusCodes.Status404NotFound)
        {
            SearchWords = WordsOf(asked);
        }

        if (changes.IsAway || HttpMethods.IsPost(Request.Method))
        {
            // Whoever sends a form that is refused goes back to it. By the thousand, they must not take readers' connections.
            frame.StayPlain();
            return Page();
        }

        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            soon.CancelAfter(wasMade ? Patience : FirstPatience);
            if (led is null && Code == StatusCodes.Status410Gone && IdOf(asked) is { } id)
            {
                var withdrawal = await stories.FindWithdrawalAsync(id, soon.Token);
                Text = $"{withdrawal?.Reason ?? Text} Removed on {frame.Day(withdrawal?.At ?? frame.Now)}.";
            }

            Latest = await rivers.NewestAsync(LatestCount, soon.Token);
            await frame.LoadAsync(soon.Token);
            wasMade = true;
        }
        catch (Exception e)
            when (e is NpgsqlException or InvalidOperationException
                || (e is OperationCanceledException && !cancel.IsCancellationRequested)
            )
        {
            log.LogError(e, "The error page is shown without stories: the database does not answer");
            frame.StayPlain();
        }

        return Page();
    }

    /// <returns>Where the address leads, and whether that it leads nowhere is known.</returns>
    private async Task<(LedOn? Led, bool IsKnown)> LedOnAsync(CancellationToken cancel)
    {
        if (!Moved.MayLeadOn(HttpContext))
        {
            return (null, true);
        }

        if (!changes.IsAway)
        {
            try
            {
                return (await moved.FindAsync(HttpContext, cancel), true);
            }
            catch (Exception e)
                when (DatabaseOutage.Caused(e)
                    || e is NpgsqlException
                    || (e is OperationCanceledException && !cancel.IsCancellationRequested)
                )
            {
                log.LogWarning(e, "Whether an address leads on could not be found out: the database does not answer");
            }
        }

        var kept = moved.FindKept(HttpContext);
        return (kept, kept is not null);
    }

    // Only of forms whose fields are words, and behind the doors of staff: nobody else types for long.
    private async Task<IReadOnlyList<(string Name, string Value)>> TypedAsync(string path, CancellationToken cancel)
    {
        var at = new PathString(path);
        if (
            !HttpMethods.IsPost(Request.Method)
            || Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal) != true
            || !(at.StartsWithSegments("/newsroom") || at.StartsWithSegments("/admin"))
        )
        {
            return [];
        }

        try
        {
            var form = await Request.ReadFormAsync(cancel);
            return [.. form.SelectMany(field => field.Value.Select(value => (field.Key, value ?? "")))];
        }
        catch (Exception e) when (e is InvalidDataException or IOException or BadHttpRequestException)
        {
            return [];
        }
    }

    private static (string Title, string Text) Words(int code) =>
        code switch
        {
            400 => (
                "That did not work",
                "The form was too old or not complete. Go back, load the page again and try once more."
            ),
            403 => ("You cannot see this page", "Ask an administrator for access."),
            404 => ("Page not found", "The address may be wrong, or the page may have moved."),
            410 => ("This article has been removed", "It was withdrawn by the editors."),
            429 => ("Too many requests", "Wait a minute and try again."),
            503 => ("We will be back shortly", "We are working on the site. Try again in a few minutes."),
            >= 500 => ("Something went wrong", "We have been told about it. Try again in a minute."),
            _ => ("That did not work", "This address does not answer such a request."),
        };

    private static string? WordsOf(string? path)
    {
        var words = (path ?? "")
            .Split(['/', '-', '_', '.'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word =>
                word.Length > 2 && word.All(char.IsLetter) && word is not ("news" or "category" or "tag" or "author")
            )
            .Take(6);
        return string.Join(' ', words) is { Length: > 0 } text ? text : null;
    }

    private static long? IdOf(string? path) =>
        path?.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["news", var id, ..]
        && long.TryParse(id, out var number)
            ? number
            : null;
}
