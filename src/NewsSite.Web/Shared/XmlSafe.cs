using System.Xml;

namespace NewsSite.Web.Shared;

internal static class XmlSafe
{
    /// <returns>The text without what XML cannot hold: one control character in a headline must not break a whole feed.</returns>
    public static string Text(string text) =>
        string.Concat(
            text.EnumerateRunes()
                .Where(r => r.Value > char.MaxValue || XmlConvert.IsXmlChar((char)r.Value))
                .Select(r => r.ToString())
        );
}
