using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Hosting;

/// <summary>Checks the settings that say what machines are told.</summary>
internal static partial class CrawlerSettings
{
    /// <exception cref="StartRefusedException">A setting is wrong; the message names it.</exception>
    public static void Check(SiteOptions site)
    {
        Demand(site.Description is null or { Length: <= 300 }, "Description", "must be 300 characters long or shorter");
        Demand(
            LanguageTag().IsMatch(site.Language),
            "Language",
            $"is “{site.Language}”. Use a language tag like en-GB or fr"
        );
        Demand(IsContact(site.Contact), "Contact", "must be an email address, or an address that begins with https://");
        Demand(
            IsContact(site.SecurityContact),
            "SecurityContact",
            "must be an email address, or an address that begins with https://"
        );
        Demand(Enum.IsDefined(site.CrawlerPolicy), "CrawlerPolicy", "must be Open, Citation or Closed");
        Demand(
            string.IsNullOrEmpty(site.WebSubHub) || IsAddress(site.WebSubHub),
            "WebSubHub",
            $"is “{site.WebSubHub}”. Use the hub's whole address, or leave it empty"
        );
        Demand(
            string.IsNullOrEmpty(site.IndexNowKey) || IndexNowKey().IsMatch(site.IndexNowKey),
            "IndexNowKey",
            "must be 8 to 128 letters, digits and hyphens, or empty"
        );
        Demand(
            IsAddress(site.IndexNowEndpoint),
            "IndexNowEndpoint",
            $"is “{site.IndexNowEndpoint}”. Use a whole address like https://api.indexnow.org/indexnow"
        );
    }

    private static void Demand(bool holds, string name, string problem)
    {
        if (!holds)
        {
            throw new StartRefusedException($"The setting NewsSite__{name} {problem}.");
        }
    }

    private static bool IsContact(string? contact) =>
        string.IsNullOrEmpty(contact)
        || (IsAddress(contact) && contact.StartsWith("https:", StringComparison.Ordinal))
        || (new EmailAddressAttribute().IsValid(contact) && !contact.Any(char.IsWhiteSpace));

    private static bool IsAddress(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && !address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    [GeneratedRegex(@"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\z", RegexOptions.NonBacktracking)]
    private static partial Regex LanguageTag();

    [GeneratedRegex(@"^[A-Za-z0-9-]{8,128}\z", RegexOptions.NonBacktracking)]
    private static partial Regex IndexNowKey();
}
