namespace NewsSite.News.Publishing.Copies;

/// <summary>The ids of what a live story shows besides its own words.</summary>
internal sealed record ShownNouns(long[] Tags, long[] Authors, long[] Pictures);
