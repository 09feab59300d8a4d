using System.Globalization;
using Messaging.VendorSimulator.Faults;

namespace Messaging.VendorSimulator.Calls;

/// <summary>Answers one vendor's calls, and injects faults before and after they are applied.</summary>
/// <param name="vendor">The vendor, whose faults are injected and whose journal counts the call.</param>
/// <param name="time">The clock of latency.</param>
/// <param name="answer">Applies a call and answers it; sees to the faults of single orders.</param>
public sealed class VendorEndpoint(
    SimulatedVendor vendor, TimeProvider time, Func<HttpContext, CallFaults, ValueTask<Answer>> answer)
{
    private static readonly byte[] Garbage = "<html><body><h1>502 Bad Gateway</h1></body></html>"u8.ToArray();

    /// <summary>Handles one call, as a route's request delegate.</summary>
    /// <param name="context">The call.</param>
    public async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var faults = vendor.FaultPlan.Next();
        vendor.Journal.Counts.Call(faults.Fault);
        if (faults.Fault == CallFault.Down)
        {
            context.Abort();
            return;
        }

        if (faults.Latency > TimeSpan.Zero)
            await Task.Delay(faults.Latency, time, context.RequestAborted);
        if (await IsStoppedBeforeAsync(context, faults))
            return;

        if (faults.Quotes)
            context.Request.EnableBuffering();
        var reply = await answer(context, faults);
        if (faults.Quotes)
            reply = reply with { Json = CallQuote.AddTo(reply.Json, await CallQuote.ReadAsync(context.Request)) };
        if (reply.IsRefusal)
            vendor.Journal.Counts.Refusal();
        await (faults.Fault switch
        {
            CallFault.DropAfter => AbortAsync(context),
            CallFault.GarbageAfter => WriteAsync(context, StatusCodes.Status200OK, Garbage, "text/html"),
            _ => WriteAsync(context, reply),
        });
    }

    private static async ValueTask<bool> IsStoppedBeforeAsync(HttpContext context, CallFaults faults)
    {
        switch (faults.Fault)
        {
            case CallFault.DropBefore:
                await AbortAsync(context);
                return true;
            case CallFault.ServerError:
                await WriteAsync(
                    context,
                    StatusCodes.Status500InternalServerError,
                    "Internal Server Error"u8.ToArray(),
                    "text/plain");
                return true;
            case CallFault.TooManyRequests:
                SetRetryAfter(context, faults.RetryAfter);
                await WriteAsync(
                    context, StatusCodes.Status429TooManyRequests, "Too Many Requests"u8.ToArray(), "text/plain");
                return true;
            case CallFault.GarbageBefore:
                await WriteAsync(context, StatusCodes.Status200OK, Garbage, "text/html");
                return true;
            default:
                return false;
        }
    }

    private static Task AbortAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static Task WriteAsync(HttpContext context, Answer reply)
    {
        if (reply.RetryAfter is { } wait)
            SetRetryAfter(context, wait);
        return WriteAsync(context, reply.Status, reply.Json, "application/json;charset=UTF-8");
    }

    private static Task WriteAsync(HttpContext context, int status, byte[] body, string type)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static void SetRetryAfter(HttpContext context, TimeSpan wait) =>
        context.Response.Headers.RetryAfter =
            ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
