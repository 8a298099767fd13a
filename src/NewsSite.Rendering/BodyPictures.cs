namespace NewsSite.Rendering;

/// <summary>What the layout has to know of a picture.</summary>
/// <param name="Width">Of the master, in pixels.</param>
/// <param name="Height">Of the master, in pixels.</param>
/// <param name="Alt">Said where the body gives the picture no words of its own.</param>
public sealed record BodyPicture(int Width, int Height, string Alt, string? Credit);

/// <summary>The pictures that a body may show.</summary>
/// <param name="Root">Where they are served: <see cref="ReadersRoot"/> or <see cref="StaffRoot"/>.</param>
/// <param name="ByFileName">A picture that is not among them becomes a link.</param>
public sealed record BodyPictures(string Root, IReadOnlyDictionary<string, BodyPicture> ByFileName)
{
    /// <summary>Also how a body names a picture, whoever looks at it.</summary>
    public const string ReadersRoot = "/media/";
    public const string StaffRoot = "/newsroom/media/";

    public static BodyPictures None { get; } = new(ReadersRoot, new Dictionary<string, BodyPicture>());

    /// <param name="address">As the body writes it.</param>
    /// <returns>The picture's file name and record, or null where it is unknown or somebody else's.</returns>
    public (string FileName, BodyPicture Picture)? Find(string? address) =>
        address?.StartsWith(ReadersRoot, StringComparison.Ordinal) == true
        && ByFileName.TryGetValue(address[ReadersRoot.Length..], out var picture)
            ? (address[ReadersRoot.Length..], picture)
            : null;
}
