namespace NewsSite.Web.Shared;

/// <summary>The provider of OpenID Connect that may sign in staff.</summary>
public sealed class ProviderOptions
{
    public const int NameLimit = 40;

    /// <summary>
    /// The provider's own name for itself, letter by letter as its discovery document says it (<c>issuer</c>), which lies below
    /// it; unset: nobody signs in by a provider.
    /// </summary>
    public string? Authority { get; init; }
    public string? ClientId { get; init; }
    public string? ClientSecret { get; init; }

    /// <summary>What the button calls it; unset: its host.</summary>
    public string? Name
    {
        get => string.IsNullOrWhiteSpace(field) && IsOn ? new Uri(Authority!).Host : field;
        init;
    }

    public bool IsOn => !string.IsNullOrEmpty(Authority);

    /// <returns>What is wrong, for whoever runs the site; null where nothing is.</returns>
    public string? Fault()
    {
        const string Settings = "NewsSite__OpenIdConnect__";
        if (!IsOn)
        {
            return string.IsNullOrEmpty(ClientId) && string.IsNullOrEmpty(ClientSecret)
                ? null
                : $"The settings {Settings}ClientId and {Settings}ClientSecret need {Settings}Authority beside them.";
        }

        if (
            !Uri.TryCreate(Authority, UriKind.Absolute, out var address)
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            || address.Query.Length > 0
            || address.Fragment.Length > 0
            || address.UserInfo.Length > 0
        )
        {
            return $"The setting {Settings}Authority is “{Authority}”. It must be the provider's address, like https://id.example.org.";
        }

        if (string.IsNullOrEmpty(ClientId) || string.IsNullOrEmpty(ClientSecret))
        {
            return $"The setting {Settings}Authority needs {Settings}ClientId and {Settings}ClientSecret beside it, which the provider gives out.";
        }

        return Name!.Length > NameLimit
            ? $"The setting {Settings}Name must be {NameLimit} characters or fewer: it stands on a button."
            : null;
    }
}
