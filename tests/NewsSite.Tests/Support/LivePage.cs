using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace NewsSite.Tests.Support;

/// <param name="Id">Null where it leaves the place as it was.</param>
public sealed record LiveEvent(long? Id, string Name, string Data)
{
    public JsonElement Json => JsonDocument.Parse(Data).RootElement;

    /// <summary>The stories that it tells of, in its order.</summary>
    public IReadOnlyList<long> Stories =>
        Json.TryGetProperty("stories", out var stories)
            ? [.. stories.EnumerateArray().Select(s => s.GetProperty("story").GetInt64())]
            : [];
}

/// <summary>An open page that listens to the site, as a browser's EventSource would.</summary>
public sealed class LivePage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient client;
    private readonly List<LiveEvent> events = [];
    private readonly Task hearing;
    private int beats;

    private LivePage(HttpClient client, HttpResponseMessage answer)
    {
        (this.client, Answer) = (client, answer);
        hearing = HearAsync();
    }

    public HttpResponseMessage Answer { get; }

    /// <summary>After how many milliseconds it is to come again.</summary>
    public int Return { get; private set; }

    /// <summary>How many signs of life came.</summary>
    public int Beats => Volatile.Read(ref beats);
    public bool HasEnded => hearing.IsCompleted;

    /// <summary>All that was told so far.</summary>
    public IReadOnlyList<LiveEvent> Events
    {
        get
        {
            lock (events)
            {
                return [.. events];
            }
        }
    }

    /// <summary>What changed, as far as it was told; without what there was at first.</summary>
    public IEnumerable<LiveEvent> Changes => Events.Where(e => e.Name == "change");

    /// <param name="after">The last change that the page knows of.</param>
    /// <param name="change">What else is different about the request.</param>
    public static async Task<LivePage> OpenAsync(
        Uri site,
        long? after = null,
        Action<HttpRequestHeaders>? change = null,
        string query = ""
    )
    {
        // Whoever closes the page waits for no more.
        var handler = new SocketsHttpHandler { UseCookies = false, ResponseDrainTimeout = TimeSpan.Zero };
        var client = new HttpClient(handler) { BaseAddress = site };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/live{query}");
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (after is { } id)
        {
            request.Headers.Add("Last-Event-ID", id.ToString(CultureInfo.InvariantCulture));
        }

        change?.Invoke(request.Headers);
        return new(client, await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
    }

    /// <summary>One that was told what there is now.</summary>
    public static async Task<LivePage> ListeningAsync(Uri site, long? after = null)
    {
        var page = await OpenAsync(site, after);
        await page.UntilAsync(e => e.Name == "state");
        return page;
    }

    /// <returns>The first event of which that is true; it may have come already.</returns>
    public async Task<LiveEvent> UntilAsync(Func<LiveEvent, bool> holds)
    {
        await UntilAsync(() => Events.Any(holds));
        return Events.First(holds);
    }

    public async Task UntilAsync(Func<bool> holds)
    {
        var waited = Stopwatch.StartNew();
        while (!holds())
        {
            if (waited.Elapsed > Patience)
            {
                throw new TimeoutException(
                    $"It was not told in time. {(HasEnded ? "Ended after" : "So far")}: {string.Join('\n', Events)}"
                );
            }

            await Task.Delay(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Answer.Dispose();
        client.Dispose();
        await hearing;
    }

    private async Task HearAsync()
    {
        var (id, name, data) = ((long?)null, "message", "");
        try
        {
            using var lines = new StreamReader(await Answer.Content.ReadAsStreamAsync());
            while (await lines.ReadLineAsync() is { } line)
            {
                switch (line.Split(": ", 2))
                {
                    case ["id", var text]:
                        id = long.Parse(text, CultureInfo.InvariantCulture);
                        break;
                    case ["event", var text]:
                        name = text;
                        break;
                    case ["data", var text]:
                        data += text;
                        break;
                    case ["retry", var text]:
                        Return = int.Parse(text, CultureInfo.InvariantCulture);
                        break;
                    case [":"]:
                        Interlocked.Increment(ref beats);
                        break;
                    case [""]:
                        if (data.Length > 0)
                        {
                            lock (events)
                            {
                                events.Add(new(id, name, data));
                            }
                        }

                        (id, name, data) = (null, "message", "");
                        break;
                }
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or ObjectDisposedException)
        {
            // Closed by the test, or cut off.
        }
    }
}
