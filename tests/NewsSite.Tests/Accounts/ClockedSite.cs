using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Accounts;

/// <summary>A site whose clock only a test moves, once for a test class.</summary>
public sealed class ClockedSite : IAsyncLifetime
{
    public ClockedSite(PostgresFixture postgres) =>
        Site = new SiteFixture(postgres)
        {
            Configure = builder =>
                builder.ConfigureTestServices(services =>
                    services
                        .AddSingleton<TimeProvider>(Clock)
                        // What a check takes must be seen among all else that a request takes.
                        .Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 100_000)
                ),
        };

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);
    public SiteFixture Site { get; }

    public ValueTask InitializeAsync() => Site.InitializeAsync();

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
