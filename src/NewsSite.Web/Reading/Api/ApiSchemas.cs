using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace NewsSite.Web.Reading.Api;

/// <summary>What the framework does not say of the shape of an answer, or says too loosely.</summary>
internal static class ApiSchemas
{
    public static void DescribeValues(this OpenApiOptions options) =>
        options.AddSchemaTransformer(
            (schema, context, _) =>
            {
                if (schema.Type?.HasFlag(JsonSchemaType.String | JsonSchemaType.Integer) == true)
                {
                    // A number is read from text as well, but nothing here is read: it is written as a number.
                    schema.Type &= ~JsonSchemaType.String;
                    schema.Pattern = null;
                }

                if (
                    context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(
                        typeof(AllowedValuesAttribute),
                        false
                    )
                    is [AllowedValuesAttribute allowed]
                )
                {
                    schema.Enum = Values(allowed);
                }

                return Task.CompletedTask;
            }
        );

    /// <returns>As a schema lists them.</returns>
    public static IList<JsonNode> Values(AllowedValuesAttribute allowed) =>
        [
            .. allowed.Values.Select(value =>
                value is null ? JsonNullSentinel.JsonNull : JsonValue.Create(value.ToString()!)
            ),
        ];
}
