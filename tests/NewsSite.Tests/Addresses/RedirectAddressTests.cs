using NewsSite.News.Addresses;
using Xunit;

namespace NewsSite.Tests.Addresses;

/// <summary>How addresses of redirects are read.</summary>
public sealed class RedirectAddressTests
{
    private const string Root = "https://news.test";

    [Theory]
    [InlineData("/2013/05/04/old-slug/", "/2013/05/04/old-slug")]
    [InlineData("/2013/05/%C3%9Cber-Uns", "/2013/05/über-uns")]
    [InlineData("/2013/05/U\u0308ber-uns", "/2013/05/über-uns")]
    [InlineData("//2013", null)]
    [InlineData("/a//b", "/a/b")]
    [InlineData("/a%2Fb", "/a/b")]
    [InlineData("/?p=123", "/?p=123")]
    [InlineData("/?utm_source=x&p=123&fbclid=9", "/?p=123")]
    [InlineData("/index.php?b=2&a=%C3%84+1", "/index.php?a=ä%201&b=2")]
    [InlineData("/100%25-of-it%3F", "/100%25-of-it%3f")]
    [InlineData("https://old.example/Story.html?x=1", "/story.html?x=1")]
    [InlineData("https://old.example//a//b", "/a/b")]
    [InlineData("https://old.example", "/")]
    [InlineData("old-story", null)]
    [InlineData("", null)]
    [InlineData("/a#b", null)]
    [InlineData("/a/../b", null)]
    [InlineData("/a\\b", null)]
    [InlineData("/a\tb", null)]
    [InlineData("/a%0d%0ab", null)]
    [InlineData("/a\u202Eb", null)]
    [InlineData("/admin/old", null)]
    [InlineData("/Preview/secret", null)]
    public void What_is_typed_is_compared_as_people_mean_it(string typed, string? address)
    {
        if (address is null)
        {
            Assert.Equal("From", Assert.Throws<RedirectRefusedException>(() => AskedAddress.Read(typed)).Field);
            return;
        }

        Assert.Equal(address, AskedAddress.Read(typed));

        // What stands in the list, and in the file that it is downloaded as, is read as itself.
        Assert.Equal(address, AskedAddress.Read(address));
    }

    [Fact]
    public void An_address_has_a_limit()
    {
        Assert.Throws<RedirectRefusedException>(() => AskedAddress.Read("/" + new string('a', AskedAddress.Limit)));
        Assert.Null(AskedAddress.Of("/" + new string('a', 100_000), null));
        Assert.Throws<RedirectRefusedException>(() =>
            RedirectTarget.Read("https://else.example/" + new string('a', RedirectTarget.Limit), Root)
        );
    }

    [Theory]
    [InlineData("/category/politics", "/category/politics")]
    [InlineData("https://news.test/category/politics?x=1#top", "/category/politics?x=1#top")]
    [InlineData("/über uns", null)]
    [InlineData("/über-uns", "/%C3%BCber-uns")]
    [InlineData("https://else.example/a?b=c", "https://else.example/a?b=c")]
    [InlineData("HTTPS://Else.example", "https://else.example/")]
    [InlineData("//evil.example", null)]
    [InlineData("///evil.example", null)]
    [InlineData("/\\evil.example", null)]
    [InlineData("\\\\evil.example", null)]
    [InlineData("/%2F/evil.example", null)]
    [InlineData("/%5Cevil.example", null)]
    [InlineData("/..//evil.example", null)]
    [InlineData("/a/..//evil.example", null)]
    [InlineData("/\t/evil.example", null)]
    [InlineData("/%09/evil.example", null)]
    [InlineData("/ok\r\nSet-Cookie: a=b", null)]
    [InlineData("/ok%0d%0aSet-Cookie:%20a=b", null)]
    [InlineData("/ok\u2028x", null)]
    [InlineData("/a\u200Bb", null)]
    [InlineData("/\u202Ecipslop", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("JaVaScRiPt:alert(1)", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("https:evil.example", null)]
    [InlineData("https:/evil.example", null)]
    [InlineData("https:///evil.example", null)]
    [InlineData("https://news.test@evil.example/", null)]
    [InlineData("https://\uFF45vil.example/", null)]
    [InlineData("https://evil\u3002example/", null)]
    [InlineData("ftp://else.example/", null)]
    [InlineData("else.example/a", null)]
    public void A_target_is_a_page_of_ours_or_says_openly_where_it_leads(string typed, string? address)
    {
        if (address is null)
        {
            Assert.Equal("To", Assert.Throws<RedirectRefusedException>(() => RedirectTarget.Read(typed, Root)).Field);
            return;
        }

        var target = RedirectTarget.Read(typed, Root);
        Assert.Equal(address, target.Address);
        Assert.Equal(address[0] == '/', target.Key is not null);
        Assert.Equal(address, RedirectTarget.Read(address, Root).Address);
    }

    [Fact]
    public void Whatever_letters_a_target_is_made_of_it_leads_to_its_own_host()
    {
        string[] parts =
        [
            "/",
            "\\",
            "//",
            "%2f",
            "%5c",
            "..",
            ".",
            "@",
            ":",
            "evil.example",
            "?",
            "#",
            "\t",
            "%09",
            "\u2215",
            "x",
            "https:",
            "news.test",
        ];
        var dice = new Random(20_261_127);
        var taken = 0;
        for (var n = 0; n < 20_000; n++)
        {
            var typed = string.Concat(Enumerable.Range(0, dice.Next(1, 7)).Select(_ => parts[dice.Next(parts.Length)]));
            try
            {
                var target = RedirectTarget.Read(typed, Root);
                var led = new Uri(new Uri(Root), target.Address);
                Assert.True(target.Address.All(c => c is > ' ' and <= '~' and not '\\'), typed);
                Assert.True(led.Scheme is "http" or "https", typed);
                if (target.Key is not null)
                {
                    Assert.True(led.Host == "news.test" && target.Address is ['/'] or ['/', not '/', ..], typed);
                    taken++;
                }
                else
                {
                    Assert.Equal(target.Address, led.AbsoluteUri);
                }
            }
            catch (RedirectRefusedException)
            {
                // As well it may be.
            }
        }

        Assert.InRange(taken, 100, 20_000);
    }

    [Theory]
    [InlineData("/wp-login.php", true)]
    [InlineData("/.env", true)]
    [InlineData("/blog/.git/config", true)]
    [InlineData("/blog/wp-includes/x", true)]
    [InlineData("/shop.php", true)]
    [InlineData("/index.php?p=12", false)]
    [InlineData("/2013/05/old-story", false)]
    [InlineData("/environment", false)]
    public void Doors_that_are_tried_are_told_from_pages_that_are_missed(string address, bool isProbe) =>
        Assert.Equal(isProbe, NewsSite.Web.Delivery.AddressCounter.IsProbe(address));
}
