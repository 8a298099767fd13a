using System.Net;
using NewsSite.News.Media;

namespace NewsSite.News.Importing;

/// <summary>What an old site answered when it was asked for a picture.</summary>
/// <param name="Bytes">A picture, as far as its first bytes tell, whatever its sender calls it; null without one.</param>
/// <param name="Why">Why there is none, for the report.</param>
internal sealed record FetchedPicture(byte[]? Bytes, string Why)
{
    public const string NoAddress = "nobody says where the old site has it";
    public const string NotFound = "the old site does not have it";
    public const string NotPublic = "its address is not on the public web";
    public const string NoPicture = "what the old site has in its place is no picture";
    public const string NoAnswer = "the old site did not answer, or not in time";
    public const string GivenUp = "it was not asked for any more, because the old site did not answer";

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Whether this is no answer to the question, and others would get none either.</summary>
    public bool IsSilence { get; init; }

    /// <summary>After which time a site that is busy is to be asked once more; null where it is not.</summary>
    public TimeSpan? Wait { get; private init; }

    public static async Task<FetchedPicture> OfAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            return new(null, NotFound);
        }

        if (answer.StatusCode != HttpStatusCode.OK)
        {
            var isBusy = answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
            var wait = answer.Headers.RetryAfter?.Delta ?? Moment;
            return new(null, $"the old site refuses it ({(int)answer.StatusCode})")
            {
                IsSilence = isBusy || answer.StatusCode >= HttpStatusCode.InternalServerError,
                Wait = isBusy && wait <= Patience ? wait : null,
            };
        }

        await using var stream = await answer.Content.ReadAsStreamAsync(cancel);
        return answer.Content.Headers.ContentLength > UploadedPicture.ByteLimit
            || await PictureBytes.ReadAsync(stream, cancel) is not { } bytes
                ? new(null, $"it is larger than {UploadedPicture.ByteLimit >> 20} MB")
            : PictureBytes.IsPicture(bytes) ? new(bytes, "")
            : new(null, NoPicture);
    }
}
