using Microsoft.AspNetCore.Diagnostics;
using NewsSite.News.Addresses;
using NewsSite.News.Published;
using NewsSite.Web.Delivery.Pages;

namespace NewsSite.Web.Delivery;

/// <summary>
/// Where readers are sent from an address that has no page. It is asked for only where the answer would be "not found", so
/// that pages win over redirects; that costs one question more.
/// </summary>
public sealed class Moved(
    Redirects redirects,
    RedirectCopies copies,
    SiteChanges changes,
    OwnAnswers own,
    AddressCounter counter,
    ILogger<Moved> log
)
{
    // A wrong "not found" is worse than a longer wait.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Whether a request that was not answered is for an address that a redirect could have.</summary>
    public static bool MayLeadOn(HttpContext context) => AddressOf(context) is not null;

    /// <summary>Of a request that was not answered; counts it.</summary>
    /// <returns>Null where nothing is known of the address.</returns>
    public async Task<LedOn?> FindAsync(HttpContext context, CancellationToken cancel)
    {
        if (AddressOf(context) is not { } address)
        {
            return null;
        }

        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        soon.CancelAfter(Patience);
        var isKept = context.Features.Get<Unkept>() is null;
        var found = await redirects.FindAsync(address, soon.Token);
        copies.Note(address, found);
        found ??= await WithoutTailAsync(address, isKept, soon.Token);
        if (found is null)
        {
            counter.Miss(context, address);
            return null;
        }

        counter.Hit(context, found.Id);
        return found with { To = await TodayAsync(found.To, isKept, soon.Token) };
    }

    /// <summary>Where it led when the database was last asked for it: for a while, and not for good.</summary>
    /// <returns>Null where that is not known, or is too long ago.</returns>
    public LedOn? FindKept(HttpContext context) =>
        changes.MaySendOld
        && AddressOf(context) is { } address
        && (copies.Find(address) ?? (AddressTail.Of(address) is { } tail ? On(tail, copies.Find(tail.Page)) : null))
            is { } kept
            ? kept with
            {
                Code = kept.To is null ? kept.Code : StatusCodes.Status302Found,
            }
            : null;

    /// <summary>What is answered at an address of this site, whoever asks.</summary>
    /// <param name="address">As a link writes it.</param>
    public async Task<LedOn> AnswerAsync(string address, CancellationToken cancel)
    {
        var answer = await own.AskAsync(address, cancel);
        return
            answer.Status == StatusCodes.Status404NotFound
            && AskedAddress.OfLink(address) is { } key
            && !AskedAddress.IsReserved(key)
            && (await redirects.FindAsync(key, cancel) ?? await WithoutTailAsync(key, isKept: true, cancel))
                is { } found
            ? found with
            {
                To = await TodayAsync(found.To, isKept: true, cancel),
            }
            : new(0, answer.To, answer.Status);
    }

    private static string? AddressOf(HttpContext context) =>
        context.Features.Get<IStatusCodeReExecuteFeature>() is { } missing
        && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && AskedAddress.Of(missing.OriginalPath, missing.OriginalQueryString) is { } address
        && !AskedAddress.IsReserved(address)
            ? address
            : null;

    /// <summary>Of an address that is that of a page, or led to one, but for its tail.</summary>
    private async Task<LedOn?> WithoutTailAsync(string address, bool isKept, CancellationToken cancel)
    {
        if (AddressTail.Of(address) is not { } tail)
        {
            return null;
        }

        var found = tail.Page == "/" ? null : await redirects.FindAsync(tail.Page, cancel);
        if (found is not null)
        {
            copies.Note(tail.Page, found);
            return On(tail, found);
        }

        if (tail.Page.Split('/')[1] is not ("" or "category" or "tag" or "author" or "news"))
        {
            return null;
        }

        var link = PathString.FromUriComponent(tail.Page).ToUriComponent();
        var page = await own.AskAsync(link, cancel, isKept);
        return page switch
        {
            { Status: StatusCodes.Status200OK } => On(
                tail,
                new(0, link, StatusCodes.Status301MovedPermanently, tail.Page)
            ),
            { Status: StatusCodes.Status301MovedPermanently, To: ['/', not '/', ..] to } => On(
                tail,
                new(0, to, StatusCodes.Status301MovedPermanently, tail.Page)
            ),
            _ => null,
        };
    }

    /// <param name="led">Where its page leads, or is.</param>
    /// <returns>Null where such a page has none of that kind.</returns>
    private static LedOn? On(AddressTail tail, LedOn? led) =>
        tail.Kind switch
        {
            TailKind.Part => led?.To?.StartsWith("/news/", StringComparison.Ordinal) == true ? led : null,
            TailKind.Feed => led?.To is { } to && IsList(to) ? led with { To = to.TrimEnd('/') + "/feed.xml" } : null,
            _ => led,
        };

    private static bool IsList(string to) => to.Split('/') is ["", ""] or ["", "category" or "tag" or "author", not ""];

    // What it led to may have another address by now. Whoever has that answers by one step, which is taken here.
    private async Task<string?> TodayAsync(string? to, bool isKept, CancellationToken cancel)
    {
        if (to is not ['/', ..])
        {
            return to;
        }

        try
        {
            return
                await own.AskAsync(to, cancel, isKept)
                    is {
                        Status: StatusCodes.Status301MovedPermanently or StatusCodes.Status308PermanentRedirect,
                        To: ['/', not '/', ..] next,
                    }
                ? next
                : to;
        }
        catch (Exception e)
        {
            // Then it takes readers two steps, or they are told there what is wrong.
            log.LogWarning(e, "Where a redirect leads today could not be found out");
            return to;
        }
    }
}
