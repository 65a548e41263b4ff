using System.Globalization;
using System.Text;
using QRCoder;

namespace Labelling.ExpertReview.Labels;

/// <summary>An address as a QR code: the path of an SVG of so many modules a side, the quiet zone included.</summary>
public sealed record QrCode(int Side, string Path)
{
    public static QrCode Of(string address)
    {
        // Q: a quarter of it may be stained or folded.
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.Q);
        var path = new StringBuilder();
        foreach (var (y, row) in code.ModuleMatrix.Index())
        {
            for (var x = 0; x < row.Length; x++)
            {
                var from = x;
                while (x < row.Length && row[x])
                    x++;
                if (x > from)
                    path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1h-{x - from}z");
            }
        }
        return new(code.ModuleMatrix.Count, path.ToString());
    }
}
