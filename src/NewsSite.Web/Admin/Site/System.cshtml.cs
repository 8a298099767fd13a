using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Jobs;
using NewsSite.Web.Delivery;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Site;

/// <summary>How the site is, and its jobs, which can be run out of turn.</summary>
public sealed class SystemPage(SystemReport report, SiteJobs jobs, JobBook book) : PageModel
{
    public IReadOnlyList<SystemFact> Facts { get; private set; } = [];
    public IReadOnlyList<JobFact> Jobs { get; private set; } = [];

    /// <summary>Why nothing is known of the jobs; null where something is.</summary>
    public string? JobsFailure { get; private set; }

    [TempData]
    public string? Notice { get; set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Facts = await report.FactsAsync(cancel);
        try
        {
            Jobs = await report.JobsAsync(cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            JobsFailure = e.Message;
        }
    }

    /// <param name="job">See <see cref="SiteJob.Name"/>.</param>
    public async Task<IActionResult> OnPostAsync(string? job, CancellationToken cancel)
    {
        if (jobs.All.FirstOrDefault(j => j.Name == job) is not { RunAsync: not null } known)
        {
            return NotFound();
        }

        Notice = await book.AskAsync(known.Name, User.Actor(), cancel)
            ? $"It is asked for, and begins in a moment: {known.What}."
            : $"It was asked for already, and has not ended: {known.What}.";
        return RedirectToPage();
    }

    /// <inheritdoc cref="SystemReport.Ago"/>
    public string Ago(DateTimeOffset at) => report.Ago(at);

    /// <returns>A light in words.</returns>
    public static string Words(Light light) =>
        light switch
        {
            Light.Good => "Good",
            Light.Look => "Look at it",
            _ => "Broken",
        };
}
