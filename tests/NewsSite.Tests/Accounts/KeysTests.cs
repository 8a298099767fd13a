using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Accounts;

/// <summary>What secrets are made of and how they lie in the database.</summary>
public sealed class KeysTests(SiteFixture site, PostgresFixture postgres) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task The_sites_keys_lie_in_the_database_and_seal_with_AES_of_256_bits_and_HMAC()
    {
        using var stranger = site.Visitor();
        await stranger.PageAsync("/account/sign-in");
        var keys = await site.WithAsync<NewsroomDb, List<string?>>(db =>
            db.DataProtectionKeys.Select(k => k.Xml).ToListAsync()
        );
        Assert.NotEmpty(keys);
        Assert.All(
            keys,
            key =>
            {
                Assert.Contains("<encryption algorithm=\"AES_256_CBC\" />", key, StringComparison.Ordinal);
                Assert.Contains("<validation algorithm=\"HMACSHA256\" />", key, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public async Task A_password_is_kept_as_a_slow_hash()
    {
        // As a real process does it; the tests' own site is made quick.
        var database = await postgres.CloneAsync();
        var folder = Directory.CreateTempSubdirectory("newssite-keys-");
        await using var added = SiteProcess.Start(
            [
                ("ConnectionStrings__NewsSite", database),
                ("NewsSite__Address", "http://localhost"),
                ("NewsSite__DataDirectory", folder.FullName),
            ],
            ["staff", "add", "hanna@example.org", "--name", "Hanna Hash", "--role", "Reporter", "--password-stdin"],
            "three brown kettles"
        );
        Assert.Equal(0, await added.EndAsync());
        folder.Delete(recursive: true);
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("select password_hash from newsroom.staff_member");
        var hash = (string?)await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        Assert.Equal((2u, 210_000u, 16u, 13 + 16 + 32), Parts(hash));
    }

    [Fact]
    public async Task A_weaker_hash_is_made_anew_at_the_next_sign_in()
    {
        var actor = await site.AddStaffAsync("Wanda Weak", StaffRole.Reporter);
        var weak = new PasswordHasher<StaffMember>(
            Options.Create(new PasswordHasherOptions { IterationCount = 10 })
        ).HashPassword(null!, SiteFixture.Password);
        await site.WithAsync<NewsroomDb>(db =>
            db.Users.Where(u => u.Id == actor.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.PasswordHash, weak))
        );
        using var wanda = await site.VisitorAsync(actor);
        var hash = await site.WithAsync<NewsroomDb, string?>(db =>
            db.Users.Where(u => u.Id == actor.Id).Select(u => u.PasswordHash).SingleAsync()
        );
        Assert.Equal(10u, Parts(weak).Rounds);
        Assert.Equal(1000u, Parts(hash).Rounds);
    }

    [Fact]
    public async Task Keys_of_apps_and_codes_on_paper_are_long_and_never_the_same()
    {
        var (keys, codes) = (new HashSet<string>(), new HashSet<string>());
        for (var n = 0; n < 3; n++)
        {
            using var person = await site.VisitorAsync(await site.AddStaffAsync($"Kay Keys {n}", StaffRole.Reporter));
            var page = await person.PageAsync("/account/sign-in-codes");
            var key = page.QuerySelector("code.link")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
            Assert.Matches("^[A-Z2-7]{32}$", key);
            keys.Add(key);
            var (_, recovery) = await Phone.SetUpAsync(person, TimeProvider.System);
            Assert.All(recovery, code => Assert.Matches("^([a-z2-7]{4}-){5}[a-z2-7]{4}$", code));
            codes.UnionWith(recovery);
        }

        Assert.Equal((3, 3 * SecondFactorDesk.RecoveryCodes), (keys.Count, codes.Count));
    }

    // The framework's third form: a mark, the function, the rounds, the length of the salt, salt, hash.
    private static (uint Function, uint Rounds, uint Salt, int Length) Parts(string? hash)
    {
        var bytes = Convert.FromBase64String(hash!);
        Assert.Equal(1, bytes[0]);
        return (Number(1), Number(5), Number(9), bytes.Length);

        uint Number(int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
    }
}
