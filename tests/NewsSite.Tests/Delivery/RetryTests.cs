using NewsSite.News.Outbox;
using Xunit;

namespace NewsSite.Tests.Delivery;

public sealed class RetryTests
{
    [Fact]
    public void Each_wait_is_twice_the_one_before_up_to_two_hours()
    {
        Assert.Equal(
            [30, 60, 120, 240, 480, 960, 1920, 3840, 7200, 7200],
            Enumerable.Range(1, 10).Select(attempts => Retry.Wait(attempts).TotalSeconds)
        );
        Assert.Equal(TimeSpan.FromHours(2), Retry.Wait(1000));
    }
}
