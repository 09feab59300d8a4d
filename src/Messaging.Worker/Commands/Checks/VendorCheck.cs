using System.Net;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Worker.Commands.Checks;

/// <summary>
/// Reaches a vendor where orders are sent to, and asks it a harmless question with each account's credentials where it
/// has one.
/// </summary>
internal static class VendorCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyList<Finding>> RunAsync(
        RegisteredVendor vendor, ICredentialCheck? credentials, TimeProvider time, CancellationToken cancellationToken)
    {
        var reached = await ReachAsync(vendor, time, cancellationToken);
        if (reached.State == FindingState.Problem)
            return [reached];

        var accounts = vendor.Settings.CurrentValue.AccountNames.Order(StringComparer.Ordinal).ToArray();
        if (credentials is null)
        {
            return
            [
                reached with
                {
                    Text = $"{reached.Text}; it has no question that changes nothing, so whether the secrets of "
                        + $"{string.Join(", ", accounts)} are right shows with the first order",
                },
            ];
        }

        var asked = accounts.Select(account => AskAsync(credentials, account, cancellationToken));
        return [reached, .. await Task.WhenAll(asked)];
    }

    /// <summary>
    /// Posts an empty call without credentials, which a vendor refuses: whatever it says, it is there. An address that
    /// it does not know, or a server that stands before it and reaches nobody, is not.
    /// </summary>
    private static async Task<Finding> ReachAsync(
        RegisteredVendor vendor, TimeProvider time, CancellationToken cancellationToken)
    {
        var address = vendor.Settings.CurrentValue.CallAddress;
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = Timeout };
        using var nothing = new FormUrlEncodedContent([]);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = nothing };
        var started = time.GetTimestamp();
        try
        {
            using var response =
                await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return IsThere(response.StatusCode)
                ? new(
                    FindingState.Ok,
                    vendor.Name,
                    $"{address} answers in {time.GetElapsedTime(started).TotalMilliseconds:F0} ms")
                : Problem($"answers HTTP {(int)response.StatusCode} where orders are sent to; is "
                    + $"{vendor.Section}:BaseUrl right?");
        }
        catch (HttpRequestException e)
        {
            return Problem($"not reached: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Problem($"no answer within {Timeout.TotalSeconds:F0} s");
        }

        Finding Problem(string what) => new(FindingState.Problem, vendor.Name, $"{address} {what}");
    }

    private static bool IsThere(HttpStatusCode status) =>
        (int)status is (>= 200 and < 300) or (>= 400 and < 500)
            && status is not (HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Gone);

    private static async Task<Finding> AskAsync(
        ICredentialCheck credentials, string account, CancellationToken cancellationToken)
    {
        var subject = $"{credentials.Vendor} {account}";
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            return await credentials.FindFaultAsync(account, timeout.Token) switch
            {
                null => new(FindingState.Ok, subject, "the vendor takes application id and secret"),
                { Kind: CallFaultKind.Account or CallFaultKind.AccountSuspected } fault =>
                    new(FindingState.Problem, subject, $"the vendor refuses application id or secret: {Say(fault)}"),
                var fault => new(FindingState.Warning, subject, $"the secret could not be tried: {Say(fault)}"),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(FindingState.Warning, subject, $"the secret could not be tried: no answer within "
                + $"{Timeout.TotalSeconds:F0} s");
        }
    }

    /// <summary>The vendor's words, which quote no order: none was sent.</summary>
    private static string Say(CallFault fault) =>
        string.Join(' ', new[] { fault.Code, fault.Message }.Where(part => !string.IsNullOrEmpty(part)));
}
