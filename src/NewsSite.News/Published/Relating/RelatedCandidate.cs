namespace NewsSite.News.Published.Relating;

/// <summary>A story that may stand beside another, with what speaks for it.</summary>
/// <param name="Closeness">1 the same primary category, less for a further one, least for the same root; 0 for none.</param>
/// <param name="Score">Higher is closer; already lessened by the time between the two stories.</param>
/// <param name="PinnedAt">When an editor pinned it; null where none did.</param>
/// <param name="SharedTags">Names, the rarest first.</param>
/// <param name="SharedStems">The few that both texts have and that tell most about one of them.</param>
/// <param name="KeyTerms">Its own most telling stems.</param>
internal sealed record RelatedCandidate(
    long Id,
    double Closeness,
    double Score,
    DateTimeOffset? PinnedAt,
    string[] SharedTags,
    string[] SharedStems,
    string[] KeyTerms,
    string[] Facets
)
{
    public bool SharesAuthorWith(RelatedCandidate other) =>
        Facets.Intersect(other.Facets).Any(f => f.StartsWith("~a", StringComparison.Ordinal));

    /// <returns>0 for nothing in common, 1 for the same words.</returns>
    public double Likeness(RelatedCandidate other) =>
        (double)KeyTerms.Intersect(other.KeyTerms).Count()
        / Math.Max(1, Math.Min(KeyTerms.Length, other.KeyTerms.Length));
}
