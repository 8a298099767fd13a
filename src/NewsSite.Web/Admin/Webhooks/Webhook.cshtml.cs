using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Articles;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.Web.Delivery.Webhooks;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Webhooks;

/// <summary>One receiver: what it is told, what was sent to it, and its end.</summary>
public sealed class WebhookPage(WebhookDesk desk, WebhookLog log, WebhookSender sender, SiteFrame frame) : PageModel
{
    [BindProperty]
    public WebhookInput Input { get; set; } = new();

    /// <summary>Where the page of the log begins.</summary>
    [FromQuery(Name = "before")]
    public long? Before { get; set; }
    public Webhook Webhook { get; private set; } = null!;
    public DeliveriesFound Log { get; private set; } = new([], null);
    public SiteFrame Frame => frame;

    /// <summary>The new one, once.</summary>
    public string? Secret { get; private set; }

    [TempData]
    public string? Notice { get; set; }

    /// <summary>Whether <see cref="Notice"/> says that something did not arrive.</summary>
    [TempData]
    public bool HasFailed { get; set; }

    public Task<IActionResult> OnGetAsync(long id, CancellationToken cancel) => ShowAsync(id, cancel);

    public async Task<IActionResult> OnPostAsync(long id, CancellationToken cancel)
    {
        try
        {
            await desk.ChangeAsync(id, new(Input.Address, Input.Events, Input.IsOn), User.Actor(), cancel);
            Notice = "Receiver saved.";
            return Redirect($"/admin/webhooks/{id}");
        }
        catch (WebhookRefusedException refused)
        {
            ModelState.AddModelError($"Input.{refused.Field}", refused.Message);
            return await ShowAsync(id, cancel, isTyped: true);
        }
    }

    public async Task<IActionResult> OnPostTestAsync(long id, CancellationToken cancel) =>
        await SendAsync(id, await log.AddTestAsync(id, User.Actor(), cancel), cancel);

    /// <param name="delivery">Its id.</param>
    public async Task<IActionResult> OnPostReplayAsync(long id, [FromForm] long delivery, CancellationToken cancel)
    {
        try
        {
            await log.ReplayAsync(id, delivery, User.Actor(), cancel);
        }
        catch (WebhookRefusedException refused)
        {
            (Notice, HasFailed) = (refused.Message, true);
            return Redirect($"/admin/webhooks/{id}");
        }

        return await SendAsync(id, delivery, cancel);
    }

    // No redirect: the secret is shown by this answer and nowhere else.
    public async Task<IActionResult> OnPostSecretAsync(long id, CancellationToken cancel)
    {
        Secret = await desk.NewSecretAsync(id, User.Actor(), cancel);
        ModelState.Clear();
        return await ShowAsync(id, cancel);
    }

    /// <param name="sure">That it is meant.</param>
    public async Task<IActionResult> OnPostDeleteAsync(long id, [FromForm] bool sure, CancellationToken cancel)
    {
        if (!sure)
        {
            ModelState.AddModelError("sure", "Say that you mean it");
            return await ShowAsync(id, cancel);
        }

        await desk.DeleteAsync(id, User.Actor(), cancel);
        TempData[nameof(WebhooksPage.Notice)] = "Receiver deleted.";
        return Redirect("/admin/webhooks");
    }

    /// <returns>The last answer of a delivery, or why there was none.</returns>
    public string AnswerOf(WebhookDelivery delivery)
    {
        var took = delivery.Milliseconds is { } ms ? string.Create(CultureInfo.InvariantCulture, $", {ms:N0} ms") : "";
        return delivery.Error is { } error ? $"{error.TrimEnd('.')}{took}"
            : delivery.Status is { } status ? $"{status}{took}"
            : "None yet";
    }

    // Whoever tries it waits for the answer; nobody else does.
    private async Task<IActionResult> SendAsync(long id, long deliveryId, CancellationToken cancel)
    {
        await sender.SendAsync(id, deliveryId, cancel);
        var sent = await log.FindAsync(deliveryId, cancel);
        HasFailed = sent?.Error is not null;
        Notice = sent switch
        {
            { EndedAt: not null, Error: null } delivery => $"It arrived: {AnswerOf(delivery)}.",
            { Error: not null } delivery => $"It did not arrive: {AnswerOf(delivery)}.",
            _ => "Another server is sending it. Load this page again in a moment.",
        };
        return Redirect($"/admin/webhooks/{id}");
    }

    private async Task<IActionResult> ShowAsync(long id, CancellationToken cancel, bool isTyped = false)
    {
        Webhook = await desk.FindAsync(id, cancel) ?? throw new NotAllowedException();
        if (!isTyped)
        {
            Input = new()
            {
                Address = Webhook.Address,
                Events = Webhook.Events,
                IsOn = Webhook.IsOn,
            };
        }

        Log = await log.ListAsync(id, Before, cancel);
        return Page();
    }
}
