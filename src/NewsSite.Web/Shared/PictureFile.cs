using NewsSite.News.Media;

namespace NewsSite.Web.Shared;

internal static class PictureFile
{
    /// <summary>Sends the file so that a browser shows it as a picture and as nothing else, even when it is opened by itself.</summary>
    public static IResult Send(HttpContext context, string name, FileInfo bytes)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        return Results.File(bytes.FullName, MediaFolder.ContentType(name), lastModified: bytes.LastWriteTimeUtc);
    }
}
