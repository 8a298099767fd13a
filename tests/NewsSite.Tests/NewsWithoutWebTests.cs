using ArchUnitNET.Domain.Extensions;
using Xunit;

namespace NewsSite.Tests;

/// <summary>The news itself would serve any other door than the web.</summary>
public sealed class NewsWithoutWebTests
{
    [Fact]
    public void The_news_knows_no_web() =>
        Assert.DoesNotContain(
            CompiledCode
                .House.Types.Where(t => t.FullName.StartsWith("NewsSite.News.", StringComparison.Ordinal))
                .SelectMany(t => t.GetTypeDependencies()),
            t =>
                t.FullName.StartsWith("Microsoft.AspNetCore.Http", StringComparison.Ordinal)
                || t.FullName.StartsWith("Microsoft.AspNetCore.Mvc", StringComparison.Ordinal)
                || t.FullName.StartsWith("Microsoft.AspNetCore.Routing", StringComparison.Ordinal)
        );
}
