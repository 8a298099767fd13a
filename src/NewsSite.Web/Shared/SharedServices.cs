namespace NewsSite.Web.Shared;

internal static class SharedServices
{
    public static void AddShared(this IServiceCollection services) =>
        services
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ReaderStyle>()
            .AddScoped<SiteFrame>()
            .AddSingleton<MailServer>()
            .AddSingleton<StaffMail>()
            .AddScoped<SetUpLinks>();
}
