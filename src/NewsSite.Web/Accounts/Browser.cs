using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>What a request says of whoever sends it.</summary>
internal static class Browser
{
    // The first that is found; many name those after them as well.
    private static readonly (string Sign, string Name)[] Names =
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    private static readonly (string Sign, string Name)[] Systems =
    [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];

    /// <returns>Firefox on Linux; never what was sent.</returns>
    public static string Words(this HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        var name = Array.Find(Names, n => agent.Contains(n.Sign, StringComparison.Ordinal)).Name;
        var system = Array.Find(Systems, s => agent.Contains(s.Sign, StringComparison.Ordinal)).Name;
        return (name ?? "Unknown browser") + (system is null ? "" : $" on {system}");
    }

    /// <returns>The sender's address, as the log has it.</returns>
    public static string Address(this HttpContext context) => context.ClientAddress() ?? "";
}
