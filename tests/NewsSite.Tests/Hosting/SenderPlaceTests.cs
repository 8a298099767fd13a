using System.Net;
using NewsSite.Web.Shared;
using Xunit;

namespace NewsSite.Tests.Hosting;

/// <summary>By what the site tells senders apart who ask without end.</summary>
public sealed class SenderPlaceTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3:3:4:5:6", "2001:db8:1:3::/64")]
    public void Many_addresses_of_one_network_are_one_place(string address, string place) =>
        Assert.Equal(place, SenderPlace.Of(IPAddress.Parse(address)));

    [Fact]
    public void What_nobody_sent_comes_from_no_place() => Assert.Equal("", SenderPlace.Of(null));
}
