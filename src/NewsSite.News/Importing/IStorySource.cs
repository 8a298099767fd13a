namespace NewsSite.News.Importing;

/// <summary>The stories of another system's export, in the words of this newsroom. It can be read as often as wanted.</summary>
public interface IStorySource
{
    /// <summary>The path of the export.</summary>
    public string File { get; }

    /// <summary>Goes through the file once, from beginning to end; then it is known to be whole.</summary>
    /// <exception cref="ImportRefusedException">The message names file, place and reason.</exception>
    public Task<SourceNouns> OpenAsync(ImportReport report, CancellationToken cancel);

    /// <summary>Goes through it again. What is no story is counted and left out here.</summary>
    public IAsyncEnumerable<SourcePost> PostsAsync(ImportReport report, CancellationToken cancel);

    /// <summary>The pictures that the file lists by themselves; where it lists none, stories name them.</summary>
    public IAsyncEnumerable<SourcePicture> PicturesAsync(ImportReport report, CancellationToken cancel) =>
        AsyncEnumerable.Empty<SourcePicture>();

    /// <summary>The files that it lists by themselves, pictures and others, with the addresses that they had.</summary>
    public IAsyncEnumerable<SourceFile> FilesAsync(CancellationToken cancel) => AsyncEnumerable.Empty<SourceFile>();
}
