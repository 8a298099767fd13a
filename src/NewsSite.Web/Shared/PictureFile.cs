using NewsSite.News.Media;

namespace NewsSite.Web.Shared;

internal static class PictureFile
{
    /// <summary>Sends the file so that a browser shows it as a picture and as nothing else, even when it is opened by itself.</summary>
    /// <returns>"Not found" where there is no file.</returns>
    public static IResult Send(HttpContext context, FileInfo? file)
    {
        if (file is null)
        {
            return Results.NotFound();
        }

        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

        // Shown, and under a name of ours where somebody keeps it.
        context.Response.Headers.ContentDisposition = $"inline; filename=\"{file.Name}\"";
        return Results.File(file.FullName, MediaFolder.ContentType(file.Name), lastModified: file.LastWriteTimeUtc);
    }
}
