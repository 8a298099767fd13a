using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests;

/// <summary>What is sent to an address that takes nothing, or not that: by a stranger, and by an admin with the right token.</summary>
public sealed class RefusedMethodsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    // When somebody was last here, which addresses were not found, and what the site does by itself.
    private static readonly string[] ByItself = ["staff_session", "job", "outbox", "missing_address"];

    [Fact]
    public async Task What_an_address_does_not_take_is_refused_and_changes_nothing()
    {
        var rows = await RoutesTests.FillAsync(site);
        using var admin = await site.VisitorAsync(site.Admin);
        using var stranger = site.Visitor();
        var tokens = (await TokenAsync(admin, "/account/password"), await TokenAsync(stranger, "/account/sign-in"));
        var takers = await TakersAsync();
        var before = await EverythingAsync();
        var (wrong, sent) = (new List<string>(), 0);
        foreach (var (visitor, token) in new[] { (admin, tokens.Item1), (stranger, tokens.Item2) })
        {
            foreach (var (route, address) in rows.Select(row => (row.Route, row.Address)).Distinct())
            {
                foreach (var method in new[] { HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
                {
                    await JudgeAsync(visitor, method, address, null);
                }

                if (!takers.Contains(route))
                {
                    await JudgeAsync(visitor, HttpMethod.Post, address, token);
                    await JudgeAsync(visitor, HttpMethod.Post, WithHandler(address), token);
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.InRange(sent, 900, int.MaxValue);
        Assert.Equal(before, await EverythingAsync());

        async Task JudgeAsync(Visitor visitor, HttpMethod method, string address, string? token)
        {
            sent++;
            using var message = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
            if (token is not null)
            {
                message.Content = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]);
            }

            using var answer = await visitor.SendAsync(message);
            var isRefused =
                answer.StatusCode is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound
                || (
                    answer.StatusCode == HttpStatusCode.Redirect
                    && new Uri(site.Address, answer.Headers.Location!).AbsolutePath == "/account/sign-in"
                );
            if (!isRefused)
            {
                wrong.Add($"{method} {address}: {(int)answer.StatusCode} {answer.Headers.Location}");
            }
        }
    }

    private static string WithHandler(string address) =>
        $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}handler=Nothing";

    private static async Task<string> TokenAsync(Visitor visitor, string of) =>
        (await visitor.PageAsync(of)).QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;

    /// <returns>The routes that take a form, as the site itself lists them; the page of errors answers whatever was asked.</returns>
    private async Task<HashSet<string>> TakersAsync()
    {
        var loader = site.Services.GetRequiredService<PageLoader>();
        // Counts a reading: its own tests say what it takes.
        var takers = new HashSet<string> { "read/{id:long}" };
        foreach (
            var page in site
                .Services.GetRequiredService<IActionDescriptorCollectionProvider>()
                .ActionDescriptors.Items.OfType<PageActionDescriptor>()
        )
        {
            var handlers = (await loader.LoadAsync(page, EndpointMetadataCollection.Empty)).HandlerMethods;
            if (handlers.Any(h => h is { HttpMethod: "Post", Name: null }))
            {
                takers.Add(page.AttributeRouteInfo!.Template!);
            }
        }

        return takers;
    }

    private async Task<IEnumerable<string>> EverythingAsync() =>
        (await site.DumpAsync("newsroom"))
            .Where(row => !Array.Exists(ByItself, table => row.StartsWith(table, StringComparison.Ordinal)))
            .Concat(await site.DumpAsync());
}
