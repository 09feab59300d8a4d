using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Messaging.VendorSimulator.Accounts;
using Messaging.VendorSimulator.Faults;
using Messaging.VendorSimulator.Journal;

namespace Messaging.VendorSimulator;

/// <summary>Shared by the admin endpoints: reads a body, or refuses it with every error at once.</summary>
internal static class AdminCalls
{
    /// <summary>The body, or null after the call has been answered with what is wrong with it.</summary>
    public static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted) is { } body)
                return body;
            await RefuseAsync(context, ["The body is null."]);
        }
        catch (JsonException e)
        {
            await RefuseAsync(context, [e.Message]);
        }

        return null;
    }

    public static Task RefuseAsync(HttpContext context, string[] errors)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return context.Response.WriteAsJsonAsync(
            errors, AdminJson.Default.StringArray, cancellationToken: context.RequestAborted);
    }

    /// <summary>The vendor that the address names, or null after the call has been answered with 404.</summary>
    public static SimulatedVendor? FindVendor(HttpContext context, SimulatedVendors vendors)
    {
        var vendor = vendors.Find(context.Request.RouteValues["vendor"] as string);
        if (vendor is null)
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        return vendor;
    }
}

// An unknown property is refused: a misspelt fault would otherwise be ignored silently.
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(
    typeof(Dictionary<string, Dictionary<string, AccountSettings>>), TypeInfoPropertyName = "AccountsByVendor")]
[JsonSerializable(typeof(Dictionary<string, FaultProfile>), TypeInfoPropertyName = "FaultsByVendor")]
[JsonSerializable(typeof(Dictionary<string, JournalSummary>), TypeInfoPropertyName = "JournalsByVendor")]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class AdminJson : JsonSerializerContext;
