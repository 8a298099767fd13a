using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.OpenApi;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading.Api;

/// <summary>The description of the API, as OpenAPI: made by the framework from the addresses themselves.</summary>
internal static class ApiDescription
{
    private const string Name = "v1";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) =>
        services.AddOpenApi(
            Name,
            options =>
            {
                options.ShouldInclude = address =>
                    address.RelativePath?.StartsWith(ApiRoutes.Root[1..], StringComparison.Ordinal) == true;
                options.AddDocumentTransformer(
                    (document, context, _) =>
                    {
                        var site = context.ApplicationServices.GetRequiredService<SiteOptions>();
                        document.Info = new()
                        {
                            Title = site.Name,
                            Version = Name,
                            Description =
                                "What readers can see, as JSON. No key is needed, and nothing can be changed. Lists are "
                                + "read page by page: each names the address of the next. “fields” leaves out what is "
                                + "not wanted. Answers carry an ETag; who sends it back is told where nothing changed.",
                        };
                        document.Servers = [new() { Url = site.Root }];
                        document.Tags = null;
                        foreach (var address in document.Paths.Values)
                        {
                            // Goes without saying.
                            address.Operations?.Remove(HttpMethod.Head);
                        }

                        return Task.CompletedTask;
                    }
                );
                options.DescribeValues();
                options.AddOperationTransformer(
                    (operation, context, _) =>
                    {
                        // What stands at the end of the address names it: /stories/{id} is the operation "story".
                        operation.OperationId = context
                            .Description.RelativePath![ApiRoutes.Root.Length..]
                            .Replace("/{", "By", StringComparison.Ordinal)
                            .Replace("}", "", StringComparison.Ordinal)
                            .Replace('/', '-');
                        operation.Tags = null;
                        operation.Parameters ??= [];
                        foreach (var asked in context.Description.ParameterDescriptions)
                        {
                            if (
                                asked.ParameterDescriptor
                                    is IParameterInfoParameterDescriptor { ParameterInfo: var parameter }
                                && parameter.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed
                                && operation.Parameters.Single(p => p.Name == asked.Name).Schema is OpenApiSchema schema
                            )
                            {
                                schema.Enum = ApiSchemas.Values(allowed);
                            }
                        }

                        foreach (var day in operation.Parameters.Where(p => p.Name is ApiDays.First or ApiDays.Last))
                        {
                            // Read as text, so that the answer to another text says what is asked for.
                            (day.Schema as OpenApiSchema)?.Format = "date";
                        }

                        operation.Parameters.Add(
                            new OpenApiParameter
                            {
                                Name = ApiAnswers.Fields,
                                In = ParameterLocation.Query,
                                Description = "Names of fields with commas between them; all, where it is left out.",
                                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                            }
                        );
                        return Task.CompletedTask;
                    }
                );
            }
        );

    public static IEndpointConventionBuilder MapDescription(this IEndpointRouteBuilder api) =>
        api.MapOpenApi("openapi.json").AllowAnonymous();
}
