using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using NewsSite.EmbeddedPostgres;
using NewsSite.News.Database;
using NewsSite.Rendering;

namespace NewsSite.Tests;

/// <summary>All that is compiled of ours, Razor pages included; read once for all tests that look at it.</summary>
internal static class CompiledCode
{
    public static Architecture House { get; } =
        new ArchLoader()
            .LoadAssemblies(
                typeof(Program).Assembly,
                typeof(NewsroomDb).Assembly,
                typeof(StoryMarkdown).Assembly,
                typeof(EmbeddedServer).Assembly
            )
            .Build();
}
