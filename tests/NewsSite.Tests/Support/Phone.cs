using NewsSite.News.Staff;
using Xunit;

namespace NewsSite.Tests.Support;

/// <summary>Somebody's app for sign-in codes.</summary>
public sealed class Phone(byte[] key, TimeProvider clock)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>What it shows now.</summary>
    public string Code => OneTimeCode.At(key, OneTimeCode.StepOf(clock.GetUtcNow()));

    /// <param name="words">The key, as the page shows it in letters.</param>
    public static Phone Of(string words, TimeProvider clock) => new(Read(words), clock);

    /// <summary>Sets codes up for whoever is signed in, by the key that the page shows in letters.</summary>
    /// <returns>The phone, and the recovery codes that the page shows.</returns>
    public static async Task<(Phone Phone, IReadOnlyList<string> Recovery)> SetUpAsync(
        Visitor visitor,
        TimeProvider clock
    )
    {
        const string Address = "/account/sign-in-codes";
        var page = await visitor.PageAsync(Address);
        var phone = Of(page.QuerySelector("code.link")!.TextContent, clock);
        using var answer = await visitor.SubmitAsync(page, Address, [("Code", phone.Code)]);
        var done = await Visitor.ParseAsync(answer);
        var recovery = done.QuerySelectorAll(".recovery code").Select(c => c.TextContent).ToList();
        Assert.Equal(SecondFactorDesk.RecoveryCodes, recovery.Distinct().Count());
        return (phone, recovery);
    }

    /// <summary>Gives the right password in a new browser; the second step is next.</summary>
    public static async Task<Visitor> HalfInAsync(SiteFixture site, Actor actor)
    {
        var visitor = site.Visitor();
        using var answer = await visitor.SubmitAsync(
            "/account/sign-in",
            [("Input.Email", SiteFixture.EmailOf(actor)), ("Input.Password", SiteFixture.Password)]
        );
        Assert.Equal("/account/code", answer.Headers.Location?.OriginalString);
        return visitor;
    }

    /// <returns>Whether the code lets the visitor in.</returns>
    public static async Task<bool> TryAsync(Visitor visitor, string code)
    {
        using var answer = await visitor.SubmitAsync("/account/code", [("Code", code)]);
        return answer.Headers.Location?.OriginalString == "/newsroom";
    }

    private static byte[] Read(string words)
    {
        var bits = string.Concat(
            words.Where(char.IsLetterOrDigit).Select(c => Convert.ToString(Letters.IndexOf(c), 2).PadLeft(5, '0'))
        );
        return [.. bits.Chunk(8).Select(b => Convert.ToByte(new string(b), 2))];
    }
}
