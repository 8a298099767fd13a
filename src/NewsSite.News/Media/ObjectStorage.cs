using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace NewsSite.News.Media;

/// <summary>Where the files of pictures lie for all servers: a bucket of any storage that speaks S3.</summary>
public sealed class ObjectStorageOptions
{
    /// <summary>Unset: there is none, and the files lie in the data directory alone.</summary>
    public string? Bucket { get; init; }

    /// <summary>The storage's address; unset: Amazon's own, in <see cref="Region"/>.</summary>
    public string? Endpoint { get; init; }
    public string Region { get; init; } = "us-east-1";
    public string? AccessKey { get; init; }
    public string? SecretKey { get; init; }
}

/// <summary>Puts files into a bucket and gets them from it.</summary>
public sealed class ObjectStorage : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly AmazonS3Client client;
    private readonly string bucket;

    /// <param name="options">With a bucket and its keys.</param>
    public ObjectStorage(ObjectStorageOptions options)
    {
        bucket = options.Bucket!;
        var config = new AmazonS3Config
        {
            AuthenticationRegion = options.Region,
            Timeout = Limit,
            MaxErrorRetry = 2,

            // Storages that are not Amazon's know neither the newer checksums nor, most of them, a host for each bucket.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { } endpoint)
        {
            (config.ServiceURL, config.ForcePathStyle) = (endpoint, true);
        }
        else
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        }

        client = new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config);
    }

    /// <param name="path">The file to send.</param>
    /// <exception cref="IOException">The storage did not take it.</exception>
    public async Task PutAsync(string key, string path, string contentType, CancellationToken cancel)
    {
        try
        {
            // In one piece: some storages keep the marks between chunks as if they were part of the file.
            await client.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = bucket,
                    Key = key,
                    FilePath = path,
                    ContentType = contentType,
                    UseChunkEncoding = false,
                },
                cancel
            );
        }
        catch (Exception e) when (IsFault(e, cancel))
        {
            throw new IOException("The storage of pictures did not take a file.", e);
        }
    }

    /// <param name="path">Where to write it.</param>
    /// <returns>Whether the bucket has it.</returns>
    /// <exception cref="IOException">The storage did not answer.</exception>
    public async Task<bool> GetAsync(string key, string path, CancellationToken cancel)
    {
        await using var file = new FileStream(path, FileMode.Create);
        return await GetAsync(key, file, cancel);
    }

    /// <param name="into">What the bucket has is written into it.</param>
    /// <inheritdoc cref="GetAsync(string, string, CancellationToken)"/>
    public async Task<bool> GetAsync(string key, Stream into, CancellationToken cancel)
    {
        try
        {
            // The client's own limit ends with the headers.
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(Limit);
            using var answer = await client.GetObjectAsync(bucket, key, limit.Token);
            await answer.ResponseStream.CopyToAsync(into, limit.Token);
            return true;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
        {
            return false;
        }
        catch (Exception e) when (IsFault(e, cancel))
        {
            throw new IOException("The storage of pictures did not give a file.", e);
        }
    }

    public void Dispose() => client.Dispose();

    private static bool IsFault(Exception e, CancellationToken cancel) =>
        e is AmazonServiceException or AmazonClientException or HttpRequestException or TimeoutException
        || (e is OperationCanceledException && !cancel.IsCancellationRequested);
}
