namespace NewsSite.Web.Reading.Metadata;

internal static class MetadataServices
{
    public static void AddMetadata(this IServiceCollection services) => services.AddScoped<Heads>();
}
