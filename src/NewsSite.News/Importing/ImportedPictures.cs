using NewsSite.News.Importing.Markup;
using NewsSite.News.Media;

namespace NewsSite.News.Importing;

/// <summary>
/// The pictures of ours that stand for those of a source. They come from what is given; what is not is fetched, where the order
/// says so, a few at a time. None that is there is looked for again.
/// </summary>
/// <param name="order">With neither pictures nor an old site, texts link to where they were.</param>
internal sealed class ImportedPictures(ImportedLibrary library, ImportOrder order)
{
    private const string Missing = "its file is not among those given, or is too large";

    // What the report calls one that no list names.
    private const string Shown = "picture in a text";

    private sealed record Wanted(
        string Kind,
        IReadOnlyList<PicturePlace> Places,
        string At,
        string Alt,
        string? Caption
    )
    {
        public string Path => Places[0].Path;
    }

    /// <summary>Takes in all that the source lists, used or not.</summary>
    public async Task TakeAsync(
        IStorySource source,
        ImportReport report,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        if (order is { Pictures: null, OldSite: null })
        {
            return;
        }

        var done = 0;
        await foreach (var some in source.PicturesAsync(report, cancel).Chunk(OldSite.AtOnce).WithCancellation(cancel))
        {
            var found = await library.FindAsync(some.Select(p => p.Place.Path), cancel);
            var fresh = some.Where(p => !found.ContainsKey(p.Place.Path)).DistinctBy(p => p.Place.Path).ToList();
            report.Out.Add(ImportReport.Known, times: some.Length - fresh.Count);
            var wanted = fresh.Select(p => new Wanted(SourcePicture.Kind, [p.Place], p.At, p.Alt, p.Caption));
            await TakeAsync([.. wanted], found, report, cancel);
            done += some.Length;
            progress?.Report($"{done} pictures");
        }
    }

    /// <summary>Finds the pictures that posts show; those that no list names are taken in now.</summary>
    /// <returns>By the path that a post names.</returns>
    public async Task<IReadOnlyDictionary<string, KnownPicture>> FindAsync(
        IReadOnlyCollection<SourcePost> posts,
        ImportReport report,
        CancellationToken cancel
    )
    {
        var wanted = posts.SelectMany(All).ToList();
        var found = await library.FindAsync(wanted.SelectMany(w => w.Places, (_, place) => place.Path), cancel);
        await TakeAsync(wanted, found, report, cancel);
        return found;
    }

    private static IEnumerable<Wanted> All(SourcePost post)
    {
        // First the one that leads: what is said of it becomes the library's.
        if (post.Lead is { } lead)
        {
            var caption = post.LeadCaption.Length > 0 ? post.LeadCaption : null;
            yield return new(Shown, lead, post.At, post.LeadAlt, caption);
        }

        foreach (var places in post.Pictures.Values)
        {
            yield return new(Shown, places, post.At, "", null);
        }
    }

    /// <param name="found">What is there already; what is there afterwards is added.</param>
    private async Task TakeAsync(
        IReadOnlyList<Wanted> wanted,
        Dictionary<string, KnownPicture> found,
        ImportReport report,
        CancellationToken cancel
    )
    {
        var missing = new List<Wanted>();
        foreach (var picture in wanted.Where(w => !IsThere(w)))
        {
            var refused = await TakeGivenAsync(picture, found, cancel);
            if (refused is not null && order.OldSite is not null)
            {
                missing.Add(picture);
            }
            else if (picture.Kind == SourcePicture.Kind)
            {
                Tell(picture, refused, ImportReport.Pictured, report);
            }
        }

        foreach (var some in missing.Chunk(OldSite.AtOnce))
        {
            var left = some.ToList();
            do
            {
                // Of those with one name the first is fetched; the others may be there then.
                left.RemoveAll(IsThere);
                var now = left.DistinctBy(w => w.Path).ToList();
                left.RemoveAll(now.Contains);
                await FetchAsync(order.OldSite!, now, found, report, cancel);
            } while (left.Count > 0);
        }

        bool IsThere(Wanted picture) => picture.Places.Any(place => found.ContainsKey(place.Path));
    }

    /// <returns>Why it is not there; null where it is.</returns>
    private async Task<string?> TakeGivenAsync(
        Wanted picture,
        Dictionary<string, KnownPicture> found,
        CancellationToken cancel
    )
    {
        var refused = Missing;
        foreach (var place in picture.Places)
        {
            if (order.Pictures is { } given && await given.FindAsync(place.Path, cancel) is { } bytes)
            {
                refused = await AddAsync(picture, place.Path, bytes, found, cancel);
                if (refused is null)
                {
                    return null;
                }
            }
        }

        return refused;
    }

    private async Task FetchAsync(
        OldSite old,
        List<Wanted> pictures,
        Dictionary<string, KnownPicture> found,
        ImportReport report,
        CancellationToken cancel
    )
    {
        // What was asked for in vain is in the report already.
        pictures.RemoveAll(p => p.Kind == Shown && old.IsLost(p.Places));
        report.In.Add(Shown, times: pictures.Count(p => p.Kind == Shown));
        if (order.IsDry)
        {
            pictures.ForEach(p => found[p.Path] = library.Plan(p.Path));
            report.Out.Add(ImportReport.ToFetch, times: pictures.Count);
            return;
        }

        var answers = await Task.WhenAll(pictures.Select(p => old.FetchAsync(p.Places, cancel)));
        foreach (var (picture, (place, answer)) in pictures.Zip(answers))
        {
            var refused = answer.Bytes is { } bytes
                ? await AddAsync(picture, place.Path, bytes, found, cancel)
                : answer.Why;
            if (refused is not null)
            {
                old.Lose(place.Address);
            }

            Tell(picture, refused, ImportReport.Fetched, report);
        }
    }

    /// <returns>Why it is refused; null where it is there now.</returns>
    private async Task<string?> AddAsync(
        Wanted picture,
        string path,
        byte[] bytes,
        Dictionary<string, KnownPicture> found,
        CancellationToken cancel
    )
    {
        try
        {
            found[path] = await library.AddAsync(path, bytes, picture.Alt, picture.Caption, cancel);
            return null;
        }
        catch (PictureRefusedException refused)
        {
            return refused.Message;
        }
    }

    private static void Tell(Wanted picture, string? refused, string taken, ImportReport report)
    {
        if (refused is null)
        {
            report.Out.Add(taken);
        }
        else
        {
            report.Skip(picture.Kind, refused, picture.At, picture.Path);
        }
    }
}
