using System.Globalization;
using System.Text;
using QRCoder;

namespace NewsSite.Web.Accounts;

/// <summary>A text as black squares for a camera: one path of an SVG.</summary>
/// <param name="Size">Of a side in squares, with the quiet zone that cameras want around it.</param>
/// <param name="Path">What is black.</param>
public sealed record QrPicture(int Size, string Path)
{
    public static QrPicture Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                var from = x;
                while (x < rows.Count && rows[y][x])
                {
                    x++;
                }

                if (x > from)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1H{from}z");
                }
            }
        }

        return new(rows.Count, $"{path}");
    }
}
