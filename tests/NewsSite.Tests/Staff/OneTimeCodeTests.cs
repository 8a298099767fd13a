using System.Text;
using NewsSite.News.Staff;
using Xunit;

namespace NewsSite.Tests.Staff;

public sealed class OneTimeCodeTests
{
    // The key and the codes of RFC 6238, appendix B.
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void A_code_is_the_one_of_the_standard(long seconds, string code)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        Assert.Equal(code, OneTimeCode.At(Key, OneTimeCode.StepOf(at)));
        Assert.Equal(OneTimeCode.StepOf(at), OneTimeCode.FindStep(Key, code.Insert(3, " "), at));
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_clock_may_be_off_by_half_a_minute_and_no_more(int steps, bool isTaken)
    {
        var now = new DateTimeOffset(2026, 3, 17, 12, 0, 0, TimeSpan.Zero);
        var code = OneTimeCode.At(Key, OneTimeCode.StepOf(now) + steps);
        Assert.Equal(isTaken, OneTimeCode.FindStep(Key, code, now) is not null);
    }

    [Fact]
    public void Apps_are_told_the_key_as_they_read_it()
    {
        Assert.Equal("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ", OneTimeCode.Words(Key));
        Assert.Equal(
            "otpauth://totp/The%20Paper:a%2Bb%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=The%20Paper",
            OneTimeCode.Address(Key, "The Paper", "a+b@example.org")
        );
        var many = Enumerable.Range(0, 50).Select(_ => Convert.ToHexString(OneTimeCode.NewKey())).Distinct();
        Assert.Equal(50, many.Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870822")]
    [InlineData("28708x")]
    [InlineData("２８７０８２")]
    public void What_is_not_six_digits_is_no_code(string typed) =>
        Assert.Null(OneTimeCode.FindStep(Key, typed, DateTimeOffset.UnixEpoch.AddSeconds(59)));
}
