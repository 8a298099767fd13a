using System.Globalization;
using System.Net;
using NewsSite.News.Addresses;
using NewsSite.News.Importing;
using NewsSite.News.Published;
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
/// Asks the site for each page that came in and each address that it had, as it would answer a reader, in this process; no
/// answer is counted. An address leads on where it is no page itself and the readers' list of redirects sends it for good to
/// the very page.
/// </summary>
public sealed class AddressProof(IServiceScopeFactory scopes, OwnAnswers site)
{
    private const int AtOnce = 2;
    private const int Shown = 20;

    /// <param name="progress">Told after each hundred how many were asked for.</param>
    public async Task<ProofResult> RunAsync(
        IAsyncEnumerable<MovedPage> pages,
        IProgress<string> progress,
        CancellationToken cancel
    )
    {
        var (asked, own, wrong) = (0, 0, 0);
        var examples = new List<string>();
        await Parallel.ForEachAsync(
            pages,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (page, stop) =>
            {
                var found = new List<string>();
                var themselves = await AskAsync(page, found, stop);
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
    private async Task<int> AskAsync(MovedPage page, List<string> wrong, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var redirects = scope.ServiceProvider.GetRequiredService<Redirects>();
        var end = await site.AskAsync(page.To, cancel, isKept: false);
        if (end.Status != (int)HttpStatusCode.OK)
        {
            wrong.AddRange(page.From.Select(from => $"{from} must lead to {page.To}, which answers {end.Status}"));
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

            var answer = await site.AskAsync(from, cancel, isKept: false);
            var led = answer.Status == (int)HttpStatusCode.NotFound ? await redirects.FindAsync(from, cancel) : null;
            if (led is not { Code: (int)HttpStatusCode.MovedPermanently } || led.To != page.To)
            {
                wrong.Add(
                    $"{from} answers {led?.Code ?? answer.Status} {led?.To ?? answer.To} and must lead to {page.To}"
                );
            }
        }

        return themselves;
    }
}
