using Microsoft.Net.Http.Headers;

namespace NewsSite.Web.Shared;

/// <summary>
/// Readers whose browser says <c>Save-Data: on</c> get the same pages without web fonts, without preloads, and with
/// pictures at most half as wide.
/// </summary>
internal static class SaveData
{
    /// <summary>Whether the reader wants to save data.</summary>
    public static bool SavesData(this HttpContext context) =>
        context.Request.Headers["Save-Data"] is ["on", ..] or ["On", ..];

    /// <summary>Tells caches that pages for such readers differ.</summary>
    public static void VaryBySaveData(this HttpContext context) =>
        context.Response.Headers.Append(HeaderNames.Vary, "Save-Data");
}
