using System.Text.RegularExpressions;

namespace NewsSite.News.Addresses;

/// <summary>
/// What other systems put behind the address of a page for its further pages and for other forms of it:
/// <c>/category/sea/page/2</c>, <c>/2014/03/storm/amp</c>. Nobody knows how many there were; here each leads to the page.
/// </summary>
/// <param name="Page">The address without it.</param>
/// <param name="Kind">What it named.</param>
public sealed partial record AddressTail(string Page, TailKind Kind)
{
    /// <param name="address">As <see cref="AskedAddress"/> writes it; its query says nothing.</param>
    /// <returns>Null where it has none, or more than one.</returns>
    public static AddressTail? Of(string address)
    {
        var found = Tail().Match(AskedAddress.PathOf(address));
        var page = found.Groups["page"].Value;
        return !found.Success || Of(page) is { Kind: not TailKind.Part }
            ? null
            : new(
                page.Length > 0 ? page : "/",
                found.Groups["feed"].Success ? TailKind.Feed
                    : found.Groups["part"].Success ? TailKind.Part
                    : TailKind.Form
            );
    }

    // A number alone is the part of a long story.
    [GeneratedRegex(
        @"^(?<page>/.*?)??/(page/\d{1,6}|comment-page-\d{1,6}|amp|embed|trackback|(?<feed>feed(/(rss2?|atom))?|rss)|(?<part>\d{1,3}))$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Tail();
}

/// <summary>What a page had another address for.</summary>
public enum TailKind
{
    /// <summary>A further page of the same list, or the same page in another form.</summary>
    Form,

    /// <summary>A part of a long story.</summary>
    Part,

    /// <summary>The feed of a list.</summary>
    Feed,
}
