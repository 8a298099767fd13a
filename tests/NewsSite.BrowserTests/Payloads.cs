using System.Globalization;
using System.Text.Json;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.BrowserTests;

/// <summary>Known payloads of cross-site scripting, and what touches a page in every way.</summary>
internal static class Payloads
{
    /// <summary>How many stories are filled with them; set NEWSSITE_PAYLOAD_STORIES for more: 130 are ten thousand places.</summary>
    public static int Stories { get; } =
        int.Parse(Environment.GetEnvironmentVariable("NEWSSITE_PAYLOAD_STORIES") ?? "12", CultureInfo.InvariantCulture);

    /// <summary>Whether all there are is asked for, and not a sample.</summary>
    public static bool IsLong => Stories > 100;

    /// <summary>Whatever would ask, tells. Not print: there is a button for it.</summary>
    public const string Hooks = """
        for (const name of ["alert", "prompt", "confirm"]) {
          window[name] = (...words) => { top.fired(`${name} ${words} in ${location.href}`); };
        }
        """;

    /// <summary>Touches every element in every way, and names what could run, were it touched in a way that is not tried here.</summary>
    public const string Poke = """
        () => {
          const found = [];
          for (const e of document.querySelectorAll("*")) {
            for (const { name, value } of e.attributes) {
              if (/^on/i.test(name) || name === "srcdoc" || /^[\s\u0000-\u001f]*(javascript|vbscript|data:text)/i.test(value) && /^(href|src|action|formaction|xlink:href|data|to|values|from)$/i.test(name)) {
                found.push(`${name}="${value}" of ${e.outerHTML.slice(0, 200)}`);
              }
            }
            for (const type of ["pointerover", "mouseover", "mouseenter", "mousedown", "focus", "blur", "keydown", "input", "click", "submit", "toggle", "load", "error", "animationstart"]) {
              e.dispatchEvent(new Event(type, { bubbles: false, cancelable: true }));
            }
          }
          return found;
        }
        """;

    /// <returns>All that are known, in an order that is always the same; where the collection is missing the test is skipped.</returns>
    public static IReadOnlyList<string> All()
    {
        var folder = Corpus.Find("text");
        Assert.SkipWhen(folder is null, "The collection of payloads is not beside this clone.");
        var naughty = JsonSerializer.Deserialize<string[]>(
            File.ReadAllText(Path.Combine(folder!, "naughty-strings.json"))
        )!;
        var all = File.ReadLines(Path.Combine(folder!, "xss-payload-list.txt"))
            .Concat(naughty)
            .Select(p => p.Trim())
            .Where(p => p.Length is > 0 and <= 2_000)
            .Distinct()
            .ToArray();
        new Random(6).Shuffle(all);
        return all;
    }
}
