using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Messaging.Worker.Management;

/// <summary>What the description of the API says beside its endpoints.</summary>
internal sealed class ApiDescription : IOpenApiDocumentTransformer
{
    private const string Key = "key";

    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        // Not the name of the process that hosts the worker, nor where this one listens.
        document.Info = new() { Title = "Messaging, the operators' API", Version = "1" };
        document.Servers = [];
        document.AddComponent(Key, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A key that the command api-key made; by loopback none may be needed to read.",
        });
        document.Security = [new() { [new(Key, document)] = [] }];
        return Task.CompletedTask;
    }
}
