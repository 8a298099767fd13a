using System.Net;

namespace NewsSite.Tests.Support;

/// <summary>Somebody at a site behind a proxy that speaks TLS: as the proxy hands requests on, and with cookies that only TLS carries.</summary>
public sealed class ProxiedVisitor(SiteFixture site) : IDisposable
{
    private readonly HttpClient client = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
        }
    )
    {
        BaseAddress = site.Address,
    };

    /// <summary>The values that the visitor's browser holds, by name.</summary>
    public Dictionary<string, string> Kept { get; } = [];

    /// <summary>The lines that set them first, by name.</summary>
    public Dictionary<string, string> Told { get; } = [];

    public void Dispose() => client.Dispose();

    /// <returns>The answer as soon as its headers are there.</returns>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, HttpContent? form = null)
    {
        using var message = new HttpRequestMessage(method, address) { Content = form };
        message.Headers.Add("X-Forwarded-Proto", "https");
        if (Kept.Count > 0)
        {
            message.Headers.Add("Cookie", string.Join("; ", Kept.Select(c => $"{c.Key}={c.Value}")));
        }

        var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        foreach (var line in answer.Headers.TryGetValues("Set-Cookie", out var lines) ? lines : [])
        {
            var name = line.Split('=')[0];
            Kept[name] = line.Split(';')[0][(name.Length + 1)..];
            Told.TryAdd(name, line);
        }

        return answer;
    }

    /// <summary>Sends fields to <paramref name="address"/>, with the token of <paramref name="page"/>.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(
        string page,
        string address,
        params (string Name, string Value)[] fields
    )
    {
        using var seen = await SendAsync(HttpMethod.Get, page);
        var token = (await Visitor.ParseAsync(seen))
            .QuerySelector("[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        return await SendAsync(
            HttpMethod.Post,
            address,
            new FormUrlEncodedContent(
                fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))
            )
        );
    }

    public async Task SignInAsync(string email)
    {
        using var signedIn = await SubmitAsync(
            "/account/sign-in",
            "/account/sign-in",
            ("Input.Email", email),
            ("Input.Password", SiteFixture.Password)
        );
        if (signedIn.StatusCode != HttpStatusCode.Redirect)
        {
            throw new InvalidOperationException($"{email} was not let in: {(int)signedIn.StatusCode}");
        }
    }
}
