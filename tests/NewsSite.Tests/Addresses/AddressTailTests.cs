using NewsSite.News.Addresses;
using Xunit;

namespace NewsSite.Tests.Addresses;

public sealed class AddressTailTests
{
    [Theory]
    [InlineData("/page/2", "/", TailKind.Form)]
    [InlineData("/category/sea/page/17", "/category/sea", TailKind.Form)]
    [InlineData("/category/sea/page/17?order=old", "/category/sea", TailKind.Form)]
    [InlineData("/2014/03/storm/comment-page-3", "/2014/03/storm", TailKind.Form)]
    [InlineData("/2014/03/storm/amp", "/2014/03/storm", TailKind.Form)]
    [InlineData("/storm/embed", "/storm", TailKind.Form)]
    [InlineData("/storm/trackback", "/storm", TailKind.Form)]
    [InlineData("/storm/2", "/storm", TailKind.Part)]
    [InlineData("/2014/03/page/2", "/2014/03", TailKind.Form)]
    [InlineData("/feed", "/", TailKind.Feed)]
    [InlineData("/tag/tide/feed/atom", "/tag/tide", TailKind.Feed)]
    [InlineData("/tag/tide/rss", "/tag/tide", TailKind.Feed)]
    public void The_page_is_what_stands_before_it(string address, string page, TailKind kind) =>
        Assert.Equal(new AddressTail(page, kind), AddressTail.Of(address));

    [Theory]
    [InlineData("/")]
    [InlineData("/storm")]
    [InlineData("/page")]
    [InlineData("/page/two")]
    [InlineData("/amplify")]
    [InlineData("/category/sea/page/12345678")]
    [InlineData("/storm/2014")]
    [InlineData("/storm/amp/amp")]
    [InlineData("/storm/page/2/feed")]
    public void Others_have_none(string address) => Assert.Null(AddressTail.Of(address));
}
