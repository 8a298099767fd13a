using System.Globalization;

namespace NewsSite.Web.Shared;

internal static class ShareLocale
{
    /// <returns>A language tag as Open Graph writes it: <c>en_GB</c>; where no country is named, the language's usual one.</returns>
    public static string Of(string language)
    {
        try
        {
            var culture = CultureInfo.CreateSpecificCulture(language);
            return $"{culture.TwoLetterISOLanguageName}_{new RegionInfo(culture.Name).TwoLetterISORegionName}";
        }
        catch (ArgumentException)
        {
            return language.Replace('-', '_');
        }
    }
}
