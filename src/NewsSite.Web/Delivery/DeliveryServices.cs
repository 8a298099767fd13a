namespace NewsSite.Web.Delivery;

internal static class DeliveryServices
{
    public static void AddDelivery(this IServiceCollection services) =>
        services
            .AddSingleton<ReadersSeen>()
            .AddSingleton<ReadCounter>()
            .AddHostedService(provider => provider.GetRequiredService<ReadCounter>());

    public static void MapDelivery(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost(
                "/read/{id:long}",
                (long id, HttpContext context, ReadCounter counter) =>
                {
                    counter.Count(context, id);
                    return Results.NoContent();
                }
            )
            .AllowAnonymous()
            .DisableAntiforgery();
}
