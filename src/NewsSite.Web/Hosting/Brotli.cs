using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using NewsSite.Web.Delivery.Pages;

namespace NewsSite.Web.Hosting;

/// <summary>Brotli as tight as pages are kept with.</summary>
internal sealed class Brotli : ICompressionProvider
{
    public string EncodingName => "br";
    public bool SupportsFlush => true;

    public Stream CreateStream(Stream outputStream) =>
        new BrotliStream(outputStream, KeptPage.Quality, leaveOpen: true);
}
