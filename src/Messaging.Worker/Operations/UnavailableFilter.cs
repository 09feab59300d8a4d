namespace Messaging.Worker.Operations;

/// <summary>Tells a program that asks what is away.</summary>
internal static class UnavailableFilter
{
    public static async ValueTask<object?> ExplainAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (UnavailableException e)
        {
            return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
