using System.Net;
using System.Net.Sockets;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace NewsSite.Tests.Support;

/// <summary>Somebody at the site: reads pages, fills forms.</summary>
public sealed class Visitor : IDisposable
{
    private readonly CookieContainer cookies = new();
    private readonly HttpClient client;

    /// <param name="from">The visitor's own address, a loopback one; null for any.</param>
    public Visitor(Uri site, string? from = null) =>
        client = new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,

                // As browsers take pages; who does not is answered in another way.
                AutomaticDecompression = DecompressionMethods.All,
                CookieContainer = cookies,
                ConnectCallback = from is null
                    ? null
                    : (context, cancel) => ConnectAsync(from, context.DnsEndPoint.Port, cancel),

                // A busy machine may take longer than the usual second to say that it is too much.
                Expect100ContinueTimeout = TimeSpan.FromSeconds(30),
            }
        )
        {
            BaseAddress = site,
        };

    public CookieContainer Cookies => cookies;

    /// <summary>What the browser says that it is.</summary>
    public string Agent
    {
        set => client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", value);
    }

    public void Dispose() => client.Dispose();

    private static async ValueTask<Stream> ConnectAsync(string from, int port, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(IPAddress.Loopback, port, cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <returns>The whole answer; of a stream that has no end, what it says at first.</returns>
    public async Task<HttpResponseMessage> GetAsync(string address)
    {
        var answer = await BeginAsync(address);
        if (answer.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            await answer.Content.LoadIntoBufferAsync();
            return answer;
        }

        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line)
        {
            // When to come again is told each reader anew, by chance.
            text.AppendLine(line.StartsWith("retry: ", StringComparison.Ordinal) ? "" : line);
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                break;
            }
        }

        answer.Content = new StringContent($"{text}");
        return answer;
    }

    /// <returns>The answer as soon as its headers are there.</returns>
    public Task<HttpResponseMessage> BeginAsync(string address) =>
        client.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute), HttpCompletionOption.ResponseHeadersRead);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string address) =>
        client.SendAsync(new HttpRequestMessage(method, address));

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancel = default) =>
        client.SendAsync(message, cancel);

    /// <returns>What an address says that must answer 200.</returns>
    public async Task<string> TextAsync(string address)
    {
        using var answer = await GetAsync(address);
        return answer.StatusCode == HttpStatusCode.OK
            ? await answer.Content.ReadAsStringAsync()
            : throw new InvalidOperationException($"{address} answered {answer.StatusCode}");
    }

    public async Task<HttpStatusCode> StatusAsync(string address)
    {
        using var answer = await GetAsync(address);
        return answer.StatusCode;
    }

    /// <summary>The page at an address that must answer 200.</summary>
    public async Task<IHtmlDocument> PageAsync(string address)
    {
        using var answer = await GetAsync(address);
        return answer.StatusCode == HttpStatusCode.OK
            ? await ParseAsync(answer)
            : throw new InvalidOperationException($"{address} answered {answer.StatusCode}");
    }

    public static async Task<IHtmlDocument> ParseAsync(HttpResponseMessage answer) =>
        await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());

    /// <summary>Sends the form at <paramref name="address"/> with these fields changed, as a browser would.</summary>
    /// <param name="action">Part of the form's action, where the page has several forms.</param>
    public async Task<HttpResponseMessage> SubmitAsync(
        string address,
        IEnumerable<(string Name, string Value)> fields,
        string? action = null
    )
    {
        var page = await PageAsync(address);
        return await SubmitAsync(page, address, fields, action);
    }

    /// <inheritdoc cref="SubmitAsync(string, IEnumerable{ValueTuple{string, string}}, string?)"/>
    public Task<HttpResponseMessage> SubmitAsync(
        IHtmlDocument page,
        string address,
        IEnumerable<(string Name, string Value)> fields,
        string? action = null
    )
    {
        var form = FormOf(page, action);
        var changed = fields.ToList();
        var kept = Fields(form).Where(f => changed.TrueForAll(c => c.Name != f.Name));
        var body = kept.Concat(changed).Select(f => KeyValuePair.Create(f.Name, f.Value));
        return client.PostAsync(
            form.GetAttribute("action") is { Length: > 0 } to ? to : address,
            new FormUrlEncodedContent(body)
        );
    }

    /// <summary>As <see cref="SubmitAsync(string, IEnumerable{ValueTuple{string, string}}, string?)"/>, by the button of this handler.</summary>
    public async Task<HttpResponseMessage> SubmitToAsync(
        string address,
        string handler,
        IEnumerable<(string Name, string Value)> fields
    )
    {
        var page = await PageAsync(address);
        var button = page.QuerySelectorAll("button[formaction]")
            .First(b => b.GetAttribute("formaction")!.Contains($"handler={handler}", StringComparison.Ordinal));
        var form = (IHtmlFormElement)button.Closest("form")!;
        var changed = fields.ToList();
        var kept = Fields(form).Where(f => changed.TrueForAll(c => c.Name != f.Name));
        var body = kept.Concat(changed).Select(f => KeyValuePair.Create(f.Name, f.Value));
        return await client.PostAsync(
            new Uri(button.GetAttribute("formaction")!, UriKind.RelativeOrAbsolute),
            new FormUrlEncodedContent(body)
        );
    }

    /// <summary>Sends the form at <paramref name="address"/> with a file, as a browser would.</summary>
    /// <param name="field">The form's field for the file.</param>
    /// <param name="name">As the visitor's own disk calls the file.</param>
    /// <param name="action">As for <see cref="SubmitAsync(string, IEnumerable{ValueTuple{string, string}}, string?)"/>.</param>
    public async Task<HttpResponseMessage> UploadAsync(
        string address,
        string field,
        string name,
        byte[] file,
        IEnumerable<(string Name, string Value)> fields,
        string? action = null
    )
    {
        var form = FormOf(await PageAsync(address), action);
        var changed = fields.ToList();
        var kept = Fields(form).Where(f => f.Name != field && changed.TrueForAll(c => c.Name != f.Name));
        using var body = new MultipartFormDataContent();
        foreach (var (key, value) in kept.Concat(changed))
        {
            body.Add(new StringContent(value), key);
        }

        body.Add(new ByteArrayContent(file), field, name);

        // Whoever sends too much hears so before all of it is sent.
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            action is not null && form.GetAttribute("action") is { Length: > 0 } to ? to : address
        )
        {
            Content = body,
        };
        request.Headers.ExpectContinue = true;
        return await client.SendAsync(request);
    }

    /// <summary>Follows an answer that sends the same form somewhere else (307), as browsers do.</summary>
    public Task<HttpResponseMessage> ResendAsync(
        HttpResponseMessage answer,
        IEnumerable<(string Name, string Value)> fields
    ) =>
        client.PostAsync(
            answer.Headers.Location!,
            new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)))
        );

    public async Task SignInAsync(string email, string password)
    {
        using var answer = await SubmitAsync(
            "/account/sign-in",
            [("Input.Email", email), ("Input.Password", password)]
        );
        if (answer.StatusCode != HttpStatusCode.Redirect)
        {
            throw new InvalidOperationException(
                $"{email} was not let in: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}"
            );
        }
    }

    /// <summary>The form that <see cref="SubmitAsync(IHtmlDocument, string, IEnumerable{ValueTuple{string, string}}, string?)"/> sends; one that script must show is none.</summary>
    public static IHtmlFormElement FormOf(IHtmlDocument page, string? action = null) =>
        page.QuerySelectorAll<IHtmlFormElement>("main form")
            .First(f =>
                f.Closest("[hidden]") is null
                && (action is null || (f.GetAttribute("action") ?? "").Contains(action, StringComparison.Ordinal))
            );

    /// <returns>What a browser would send of the form as it stands.</returns>
    public static IEnumerable<(string Name, string Value)> Fields(IHtmlFormElement form)
    {
        foreach (var element in form.QuerySelectorAll("input[name], textarea[name], select[name]"))
        {
            var name = element.GetAttribute("name")!;
            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }:
                    break;
                case IHtmlInputElement input:
                    yield return (name, input.Value);
                    break;
                case IHtmlTextAreaElement text:
                    yield return (name, text.Value);
                    break;
                case IHtmlSelectElement select:
                    yield return (name, select.Value ?? "");
                    break;
            }
        }
    }
}
