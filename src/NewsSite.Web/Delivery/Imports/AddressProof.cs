using System.Globalization;
using System.Net;
using NewsSite.News.Addresses;
using NewsSite.News.Importing;
using NewsSite.Web.Delivery.Pages;

namespace NewsSite.Web.Delivery.Imports;

/// <param name="Asked">Old addresses.</param>
/// <param name="Own">Those that are the address of their page still.</param>
/// <param name="Wrong">Those that do not lead where they must.</param>
/// <param name="Examples">What is wrong with the first of these.</param>
public sealed record ProofResult(int Asked, int Own, int Wrong, IReadOnlyList<string> Examples)
{
    public string Words =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Old addresses: {Asked:N0} asked for, {Asked - Own - Wrong:N0} lead on once (301) to a page that is there, {Own:N0} are a page themselves, {Wrong:N0} wrong."
        );
}

/// <summary>
/// Asks the site for each page that came in and each address that it had, over HTTP where this process listens, as a reader
/// would. An address must lead for good, by one step, to the very page, and that must be there.
/// </summary>
public sealed class AddressProof(OwnClient client, SiteChanges changes)
{
    private const int AtOnce = 2;
    private const int Shown = 20;

    // A database that is held up for a moment says nothing of an address.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="progress">Told after each hundred how many were asked for.</param>
    /// <exception cref="HttpRequestException">The site cannot be asked.</exception>
    public async Task<ProofResult> RunAsync(
        IAsyncEnumerable<MovedPage> pages,
        IProgress<string> progress,
        CancellationToken cancel
    )
    {
        // What came in a moment ago may not have been heard of here.
        await changes.CatchUpAsync(cancel);
        using var http = client.Open();
        var (asked, own, wrong) = (0, 0, 0);
        var examples = new List<string>();
        await Parallel.ForEachAsync(
            pages,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (page, stop) =>
            {
                var found = new List<string>();
                var themselves = await AskAsync(http, page, found, stop);
                lock (examples)
                {
                    var before = asked / 100;
                    asked += page.From.Count;
                    own += themselves;
                    wrong += found.Count;
                    examples.AddRange(found.Take(Shown - examples.Count));
                    if (asked / 100 > before)
                    {
                        progress.Report(
                            string.Create(CultureInfo.InvariantCulture, $"{asked:N0} old addresses asked for")
                        );
                    }
                }
            }
        );
        return new(asked, own, wrong, examples);
    }

    /// <param name="wrong">What to say of each address that does not lead there is added here.</param>
    /// <returns>How many of the addresses are that of the page.</returns>
    private static async Task<int> AskAsync(
        HttpClient http,
        MovedPage page,
        List<string> wrong,
        CancellationToken cancel
    )
    {
        var end = await AskAsync(http, page.To, cancel);
        if (end.Status != HttpStatusCode.OK)
        {
            wrong.AddRange(page.From.Select(from => $"{from} must lead to {page.To}, which answers {(int)end.Status}"));
            return 0;
        }

        var themselves = 0;
        foreach (var from in page.From)
        {
            if (from == AskedAddress.OfLink(page.To))
            {
                themselves++;
                continue;
            }

            var (status, to) = await AskAsync(http, from, cancel);
            if (status != HttpStatusCode.MovedPermanently || to != page.To)
            {
                wrong.Add($"{from} answers {(int)status} {to} and must lead to {page.To}");
            }
        }

        return themselves;
    }

    private static async Task<(HttpStatusCode Status, string? To)> AskAsync(
        HttpClient http,
        string address,
        CancellationToken cancel
    )
    {
        var first = await AskOnceAsync(http, address, cancel);
        if (first.Status < HttpStatusCode.InternalServerError)
        {
            return first;
        }

        await Task.Delay(Pause, cancel);
        return await AskOnceAsync(http, address, cancel);
    }

    private static async Task<(HttpStatusCode Status, string? To)> AskOnceAsync(
        HttpClient http,
        string address,
        CancellationToken cancel
    )
    {
        try
        {
            using var answer = await http.GetAsync(
                address.Split('#', 2)[0],
                HttpCompletionOption.ResponseHeadersRead,
                cancel
            );
            return (answer.StatusCode, answer.Headers.Location?.OriginalString);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (HttpStatusCode.GatewayTimeout, null);
        }
        catch (HttpRequestException)
        {
            return (HttpStatusCode.BadGateway, null);
        }
    }
}
