using Microsoft.AspNetCore.Connections;

namespace NewsSite.Web.Hosting;

internal static class Serving
{
    /// <summary>Serves until the process is told to stop.</summary>
    /// <exception cref="StartRefusedException">The port is taken.</exception>
    public static async Task ServeAsync(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            // What works beside the server is at it already.
            await app.StopAsync();
            throw new StartRefusedException(
                $"""
                {e.Message}
                Another program uses that port. Stop it, or choose another port:
                  ASPNETCORE_URLS=http://localhost:5081 dotnet run --project src/NewsSite.Web
                """,
                e
            );
        }

        await app.WaitForShutdownAsync();
    }
}
