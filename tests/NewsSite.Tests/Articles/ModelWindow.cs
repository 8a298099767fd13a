using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;

namespace NewsSite.Tests.Articles;

/// <summary>
/// A window in which somebody writes: does what the page's script does, over lines that drop, repeat and turn round what
/// is sent, and notes each word that the server says it has.
/// </summary>
internal sealed class ModelWindow(
    Uri site,
    Actor actor,
    long story,
    Random dice,
    ConcurrentDictionary<(long Story, string Word), string> acknowledged
) : IDisposable
{
    private readonly List<string> words = [];
    private Visitor visitor = new(site);
    private Dictionary<string, string> form = [];
    private Guid window;
    private Guid? former;
    private long sequence;
    private int typed;
    private bool isSignedIn;
    private bool mayWrite;

    public void Dispose() => visitor.Dispose();

    /// <summary>One thing that a person does. What the server does not answer is as if it had not been said.</summary>
    /// <returns>Whether it was answered.</returns>
    public async Task<bool> StepAsync()
    {
        try
        {
            if (form.Count == 0)
            {
                await OpenAsync();
                return true;
            }

            await (
                dice.Next(100) switch
                {
                    < 60 => TypeAsync(),
                    < 75 => SaveAsync(),
                    < 82 => SeenAsync(),
                    < 88 => TakeOverAsync(),
                    < 94 => LeaveAsync(),
                    _ => OpenAsync(),
                }
            );
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            // The server is gone, or the line is. What stands in the window stays there.
            await Task.Delay(20);
            return false;
        }
    }

    /// <summary>Loads the page, as somebody who comes, or comes back: what it shows is all that the window has.</summary>
    private async Task OpenAsync()
    {
        if (!isSignedIn)
        {
            visitor.Dispose();
            visitor = new Visitor(site);
            try
            {
                await visitor.SignInAsync(SiteFixture.EmailOf(actor), SiteFixture.Password);
            }
            catch (InvalidOperationException e)
            {
                // A try that a kill cut off counts as a wrong one; after several the next has to wait.
                await Task.Delay(200);
                throw new HttpRequestException("Not now.", e);
            }

            isSignedIn = true;
        }

        using var answer = await visitor.GetAsync($"/newsroom/write/{story}");
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            isSignedIn = answer.StatusCode != HttpStatusCode.Redirect;
            return;
        }

        Take(await Visitor.ParseAsync(answer));
        (former, window, sequence) = (window, Guid.NewGuid(), 0);
        await SeenAsync();
    }

    private void Take(IHtmlDocument page)
    {
        var shown = page.QuerySelector<IHtmlFormElement>("form[data-write]")!;
        form = Visitor.Fields(shown).GroupBy(f => f.Name).ToDictionary(g => g.Key, g => g.First().Value);
        words.Clear();
        words.AddRange(
            form["Input.Body"].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(w => w.StartsWith('w'))
        );
    }

    private async Task TypeAsync()
    {
        if (!mayWrite)
        {
            await SeenAsync();
            return;
        }

        Add();
        var first = Request();
        if (dice.Next(4) == 0)
        {
            // A second one at once, and perhaps in front.
            Add();
            var second = Request();
            await Task.WhenAll(
                dice.Next(2) == 0 ? [KeepAsync(second), KeepAsync(first)] : [KeepAsync(first), KeepAsync(second)]
            );
            return;
        }

        await KeepAsync(first);
        if (dice.Next(10) == 0)
        {
            await KeepAsync(first);
        }
    }

    private void Add()
    {
        var word = $"w{actor.Id}x{window.ToString("N")[..8]}x{++typed}w";
        words.Insert(dice.Next(words.Count + 1), word);
        form["Input.Body"] = string.Join("\n\n", words);
    }

    private Sent Request() =>
        new(
            new Dictionary<string, string>(form)
            {
                ["Input.Window"] = window.ToString(),
                ["Input.Sequence"] = $"{++sequence}",
                ["window"] = window.ToString(),
            },
            [.. words]
        );

    private async Task KeepAsync(Sent sent)
    {
        using var drop = new CancellationTokenSource();
        if (dice.Next(12) == 0)
        {
            drop.CancelAfter(dice.Next(1, 8));
        }

        using var answer = await PostAsync($"/newsroom/keep/{story}", sent.Fields, drop.Token);
        if (!answer.IsSuccessStatusCode)
        {
            isSignedIn = answer.StatusCode != HttpStatusCode.Redirect;
            return;
        }

        var room = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(drop.Token)).RootElement;
        mayWrite = room.GetProperty("mayWrite").GetBoolean();
        if (room.GetProperty("outcome").GetString() == "Kept")
        {
            Note(sent, "kept");
        }
    }

    private async Task SaveAsync()
    {
        if (!mayWrite)
        {
            await SeenAsync();
            return;
        }

        var sent = Request();
        using var answer = await PostAsync($"/newsroom/write/{story}", sent.Fields, default);
        if (answer.StatusCode == HttpStatusCode.Redirect)
        {
            isSignedIn = !answer.Headers.Location!.OriginalString.Contains("sign-in", StringComparison.Ordinal);
            if (isSignedIn)
            {
                Note(sent, "saved");
                await OpenAsync();
            }
        }
        else if (answer.StatusCode == HttpStatusCode.OK)
        {
            // Somebody else was first: the page shows both, and says that these words are kept.
            var page = await Visitor.ParseAsync(answer);
            if (page.QuerySelector(".conflict") is not null)
            {
                Note(sent, "held in a conflict");
            }

            Take(page);
            (former, window, sequence) = (window, Guid.NewGuid(), 0);
            await SeenAsync();
        }
    }

    private async Task TakeOverAsync()
    {
        using var answer = await PostAsync($"/newsroom/keep/{story}?handler=TakeOver", Request().Fields, default);
        if (answer.IsSuccessStatusCode)
        {
            await OpenAsync();
        }
    }

    private async Task SeenAsync()
    {
        var fields = Request().Fields;
        fields["former"] = $"{former}";
        using var answer = await PostAsync($"/newsroom/keep/{story}?handler=Seen", fields, default);
        if (answer.IsSuccessStatusCode)
        {
            mayWrite = JsonDocument
                .Parse(await answer.Content.ReadAsStringAsync())
                .RootElement.GetProperty("mayWrite")
                .GetBoolean();
        }
    }

    /// <summary>Puts the pen down, as a window does that falls asleep: its words stay as they were.</summary>
    private async Task LeaveAsync()
    {
        using var answer = await PostAsync($"/newsroom/keep/{story}?handler=Leave", Request().Fields, default);
        mayWrite = false;
    }

    private Task<HttpResponseMessage> PostAsync(
        string to,
        Dictionary<string, string> fields,
        CancellationToken cancel
    ) =>
        visitor.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, to) { Content = new FormUrlEncodedContent(fields) },
            cancel
        );

    private void Note(Sent sent, string how)
    {
        foreach (var word in sent.Words)
        {
            acknowledged.TryAdd((story, word), how);
        }
    }

    private sealed record Sent(Dictionary<string, string> Fields, string[] Words);
}
