using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Webhooks;

/// <summary>All receivers and how they are, and a form for one more.</summary>
public sealed class WebhooksPage(WebhookDesk desk, SiteFrame frame, SiteOptions site) : PageModel
{
    [BindProperty]
    public NewWebhookInput Input { get; set; } = new();
    public IReadOnlyList<Webhook> List { get; private set; } = [];
    public SiteFrame Frame => frame;

    /// <summary>Whether acts are told at all.</summary>
    public bool IsPublic => site.IsPublic;

    /// <summary>Of the receiver that was just added.</summary>
    public string? Secret { get; private set; }

    [TempData]
    public string? Notice { get; set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Input.Events = [.. WebhookEvents.All];
        List = await desk.ListAsync(cancel);
    }

    // No redirect: the secret is shown by this answer and nowhere else.
    public async Task OnPostAsync(CancellationToken cancel)
    {
        try
        {
            (_, Secret) = await desk.AddAsync(new(Input.Address, Input.Events, true), User.Actor(), cancel);
            Input = new() { Events = [.. WebhookEvents.All] };
            ModelState.Clear();
        }
        catch (WebhookRefusedException refused)
        {
            ModelState.AddModelError($"Input.{refused.Field}", refused.Message);
        }

        List = await desk.ListAsync(cancel);
    }
}
