using System.Globalization;
using System.Text;

namespace NewsSite.News.Demo.Drawing;

/// <summary>Draws an SVG picture, shape by shape. The same calls give the same bytes.</summary>
internal sealed class Sketch(int width, int height, int seed)
{
    private readonly StringBuilder defs = new();
    private readonly StringBuilder shapes = new();
    private readonly Random random = new(seed);
    private int fills;

    /// <summary>A fill that runs from top to bottom through these colours.</summary>
    public string Shade(params string[] colours)
    {
        var stops = colours.Select(
            (c, n) => Text($"<stop offset='{n / (double)(colours.Length - 1):0.##}' stop-color='{c}'/>")
        );
        defs.Append(Text($"<linearGradient id='f{++fills}' x2='0' y2='1'>"))
            .AppendJoin("", stops)
            .Append("</linearGradient>");
        return $"url(#f{fills})";
    }

    /// <summary>A fill that glows from its middle and fades out.</summary>
    public string Glow(string colour)
    {
        defs.Append(
            Text(
                $"<radialGradient id='f{++fills}'><stop offset='0' stop-color='{colour}'/><stop offset='1' stop-color='{colour}' stop-opacity='0'/></radialGradient>"
            )
        );
        return $"url(#f{fills})";
    }

    public Sketch Box(double x, double y, double w, double h, string fill, double opacity = 1, double round = 0) =>
        Add(
            Text(
                $"<rect x='{x:0.#}' y='{y:0.#}' width='{w:0.#}' height='{h:0.#}' rx='{round:0.#}' fill='{fill}'{Faded(opacity)}/>"
            )
        );

    public Sketch Oval(double x, double y, double rx, double ry, string fill, double opacity = 1) =>
        Add(Text($"<ellipse cx='{x:0.#}' cy='{y:0.#}' rx='{rx:0.#}' ry='{ry:0.#}' fill='{fill}'{Faded(opacity)}/>"));

    /// <param name="path">SVG path data.</param>
    public Sketch Shape(string path, string fill, double opacity = 1) =>
        Add($"<path d='{path}' fill='{fill}'{Faded(opacity)}/>");

    public Sketch Line(string path, string colour, double thickness, double opacity = 1) =>
        Add(
            Text(
                $"<path d='{path}' fill='none' stroke='{colour}' stroke-width='{thickness:0.#}' stroke-linecap='round'{Faded(opacity)}/>"
            )
        );

    /// <summary>A sky over the whole picture, with soft clouds down to <paramref name="horizon"/>.</summary>
    public Sketch Sky(int horizon, string cloud, params string[] colours)
    {
        Box(0, 0, width, height, Shade(colours));
        for (var n = 0; n < 16; n++)
        {
            var y = random.Next(20, Math.Max(21, horizon - 60));
            Oval(
                random.Next(-100, width),
                y,
                random.Next(160, 460),
                random.Next(8, 26),
                cloud,
                0.08 + (random.NextDouble() * 0.14)
            );
        }

        return this;
    }

    /// <summary>A ridge of hills whose tops stand around <paramref name="top"/>.</summary>
    public Sketch Hills(int top, int rise, string fill, int steps = 5)
    {
        var path = new StringBuilder(Text($"M0 {height}V{top + random.Next(rise)}"));
        var step = width / (double)steps;
        for (var n = 0; n < steps; n++)
        {
            var (x, y) = (n * step, top + random.Next(-rise, rise));
            path.Append(Text($"S{x + (step * 0.5):0} {y} {x + step:0} {top + random.Next(rise)}"));
        }

        return Shape(path.Append(Text($"V{height}Z")).ToString(), fill);
    }

    /// <summary>Water from <paramref name="top"/> down, with light lying on it.</summary>
    public Sketch Water(int top, string light, params string[] colours)
    {
        Box(0, top, width, height - top, Shade(colours));
        for (var n = 0; n < 46; n++)
        {
            var y = top + 6 + (Math.Pow(random.NextDouble(), 1.6) * (height - top));
            Box(
                random.Next(-40, width),
                y,
                random.Next(40, 260),
                2 + ((y - top) / 90),
                light,
                0.06 + (random.NextDouble() * 0.16),
                2
            );
        }

        return this;
    }

    /// <summary>Rows of windows, some of them lit.</summary>
    public Sketch Windows(
        double x,
        double y,
        int columns,
        int rows,
        double w,
        double h,
        string lit,
        string dark,
        double share = 0.5
    )
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var fill = random.NextDouble() < share ? lit : dark;
                Box(x + (column * w * 1.7), y + (row * h * 1.7), w, h, fill);
            }
        }

        return this;
    }

    /// <summary>Small people standing about, as seen from far.</summary>
    public Sketch People(int count, int left, int right, int top, int bottom, double size, params string[] colours)
    {
        for (var n = 0; n < count; n++)
        {
            var (x, y) = (random.Next(left, right), random.Next(top, bottom));
            var fill = colours[random.Next(colours.Length)];
            Oval(x, y - (size * 0.95), size * 0.2, size * 0.22, fill);
            Box(x - (size * 0.22), y - (size * 0.74), size * 0.44, size * 0.74, fill, round: size * 0.16);
        }

        return this;
    }

    public override string ToString() =>
        $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' height='{height}'><defs>{defs}</defs>{shapes}</svg>";

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Faded(double opacity) => opacity < 1 ? Text($" opacity='{opacity:0.##}'") : "";

    private Sketch Add(string shape)
    {
        shapes.Append(shape);
        return this;
    }
}
