using NewsSite.News.Staff;
using Xunit;

namespace NewsSite.Tests.Staff;

public sealed class GuessablePasswordsTests
{
    private static readonly string[] Own =
    [
        "Ada Lovelace",
        "ada.l@charlesworth.example",
        "The Meridian",
        "news.meridian.example",
    ];

    [Theory]
    [InlineData("password1234")]
    [InlineData("P4ssw0rd!2026")]
    [InlineData("passwordpassword")]
    [InlineData("qwertyuiop12")]
    [InlineData("1q2w3e4r5t6y")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("123456789012")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("Summer2026!!")]
    [InlineData("iloveyoumonkey")]
    [InlineData("administrator")]
    [InlineData("trustno1trustno1")]
    [InlineData("manchester united")]
    [InlineData("ada lovelace 1")]
    [InlineData("LovelaceAda99")]
    [InlineData("ada.l@charlesworth.example")]
    [InlineData("charlesworth1")]
    [InlineData("TheMeridian2026")]
    [InlineData("M3ridian-m3ridian")]
    [InlineData("news.meridian")]
    [InlineData("1984-1985-1986")]
    public void What_is_guessed_first_is_refused(string password) => Assert.True(GuessablePasswords.Has(password, Own));

    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("three brown kettles")]
    [InlineData("harbour wall at dusk")]
    [InlineData("kX7!vq2&Lm9z")]
    [InlineData("three brown \uFFFE kettles \uFFFF")]
    [InlineData("8305 7729 1642 9")]
    [InlineData("Überraschung im Keller")]
    [InlineData("мой старый велосипед")]
    [InlineData("春の海ひねもすのたり")]
    [InlineData("ada likes rhubarb")]
    public void What_nobody_guesses_is_taken(string password) => Assert.False(GuessablePasswords.Has(password, Own));

    [Fact]
    public void The_longest_password_is_judged_at_once()
    {
        var words = string.Concat(Enumerable.Range(0, 100).Select(n => (char)('a' + (n * 7 % 26)) + "1"));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        GuessablePasswords.Has(words, Own);
        GuessablePasswords.Has(new string('a', 200), Own);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 2000);
    }
}
