using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>One site for all tests of Ghost exports: each has posts of its own.</summary>
[CollectionDefinition]
public sealed class GhostSite : ICollectionFixture<SiteFixture>;
