using NewsSite.News.Staff;
using NewsSite.Tests.Support;
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

    [Fact]
    public void None_of_the_thousands_that_are_used_most_is_taken_however_it_is_spelled()
    {
        var list = File.ReadAllText(
                Path.Combine(NamedTests.Root, "src", "NewsSite.News", "Staff", "CommonLongPasswords.txt")
            )
            .Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(list.Distinct().Count(), 3_000, int.MaxValue);
        Assert.All(list, password => Assert.InRange(password.Length, StaffDesk.PasswordLeast, 200));
        string[] own = [];
        var taken = list.Where(password =>
                !GuessablePasswords.Has(password, own)
                || !GuessablePasswords.Has($" {password.ToUpperInvariant()}", own)
            )
            .ToList();
        Assert.Empty(taken);
    }

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
