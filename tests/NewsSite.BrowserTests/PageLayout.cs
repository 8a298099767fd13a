using Microsoft.Playwright;

namespace NewsSite.BrowserTests;

/// <summary>Whether everything on a page has its place: measured line by line, as the browser laid it out.</summary>
internal static class PageLayout
{
    private const string Measure = """
        () => {
          const wrong = [];
          const page = document.documentElement;
          const name = (e) =>
            e.tagName.toLowerCase() + [...e.classList].map((c) => '.' + c).join('') +
            ' “' + (e.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 24) + '”';
          if (page.scrollWidth > page.clientWidth) {
            wrong.push(`${page.scrollWidth - page.clientWidth} pixels too wide`);
          }

          const apart = '.visually-hidden, .skip, .to-top, .print-only';
          const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(apart);
          const styles = new Map();
          const style = (e) => styles.get(e) ?? styles.set(e, getComputedStyle(e)).get(e);
          const scrolls = (e) => e && (/auto|scroll/.test(style(e).overflowX) || scrolls(e.parentElement));
          const block = (e) => (/^(inline|contents)$/.test(style(e).display) ? block(e.parentElement) : e);

          // Each line of text, and each picture, with the block that it belongs to.
          const boxes = [];
          const add = (owner, r, room) => boxes.push({
            owner, left: r.left, right: r.right, top: r.top + room, bottom: r.bottom - room,
          });
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const parent = walk.currentNode.parentElement;
            if (!walk.currentNode.data.trim() || /^(SCRIPT|STYLE|OPTION)$/.test(parent.tagName) || !shown(parent)) {
              continue;
            }

            const owner = block(parent);
            const around = owner.getBoundingClientRect();
            const range = document.createRange();
            range.selectNodeContents(walk.currentNode);
            const height = parseFloat(style(parent).lineHeight);
            for (const r of range.getClientRects()) {
              if (r.width > 0 && !scrolls(parent)) {
                if (r.left < around.left - 2 || r.right > around.right + 2) {
                  wrong.push(`runs out of its box: ${name(owner)}`);
                }

                if (r.left < -1 || r.right > page.clientWidth + 1) {
                  wrong.push(`outside the window: ${name(owner)}`);
                }

                // A font's letters may be taller than the line that they stand in.
                add(owner, r, Math.max(0, (r.height - height) / 2));
              }
            }
          }

          for (const image of document.querySelectorAll('img')) {
            if (shown(image)) {
              add(image, image.getBoundingClientRect(), 0);
            }
          }

          boxes.sort((a, b) => a.top - b.top);
          boxes.forEach((a, n) => {
            for (let m = n + 1; m < boxes.length && boxes[m].top < a.bottom - 1; m++) {
              const b = boxes[m];
              const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
              const down = Math.min(a.bottom, b.bottom) - b.top;
              if (a.owner !== b.owner && across > 1 && down > 1.5) {
                wrong.push(`${name(a.owner)} lies over ${name(b.owner)} by ${across.toFixed()} × ${down.toFixed(1)}`);
              }
            }
          });

          for (const e of document.querySelectorAll('body *')) {
            const s = style(e);
            const clips = (v) => v === 'hidden' || v === 'clip';
            const room = 1 + (parseFloat(s.overflowClipMargin) || 0);
            if (
              shown(e) && !/^(IMG|SVG|INPUT)$/i.test(e.tagName) && s.textOverflow !== 'ellipsis' &&
              ((clips(s.overflowX) && e.scrollWidth > e.clientWidth + room) ||
                (clips(s.overflowY) && e.scrollHeight > e.clientHeight + room))
            ) {
              wrong.push(`cut off without a sign: ${name(e)}`);
            }
          }

          return [...new Set(wrong)];
        }
        """;

    private const string Space = """
        (spaced) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`
            * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
            p { margin-block-end: 2em !important; }
          `);
          document.adoptedStyleSheets = spaced ? [sheet] : [];
        }
        """;

    /// <summary>Marks each block whose letters carry stacks of marks, and tells the places that are theirs alone.</summary>
    public const string Marked = """
        () => {
          const boxes = [];
          const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            if (/\p{M}{4}/u.test(walk.currentNode.data)) {
              let block = walk.currentNode.parentElement;
              while (getComputedStyle(block).display.startsWith('inline')) {
                block = block.parentElement;
              }

              block.classList.add('marked');
              const r = block.getBoundingClientRect();
              boxes.push([r.left - 9, r.top + scrollY - 9, r.width + 18, r.height + 18].map(Math.round));
            }
          }

          return boxes;
        }
        """;

    /// <returns>What is out of place, a line each.</returns>
    public static async Task<IReadOnlyList<string>> WrongAsync(IPage page) =>
        await page.EvaluateAsync<string[]>(Measure);

    /// <summary>As <see cref="WrongAsync"/>, with the spacing of text that readers may choose by WCAG 1.4.12.</summary>
    public static async Task<IReadOnlyList<string>> WrongWhenSpacedAsync(IPage page)
    {
        await page.EvaluateAsync(Space, true);
        var wrong = await WrongAsync(page);
        await page.EvaluateAsync(Space, false);
        return wrong;
    }
}
