using Messaging.Fulfillment.Vendors.Polyv;

namespace Messaging.Fulfillment.Tests.Vendors.Polyv;

public sealed class PolyvSignerTests
{
    // Polyv's published sample, secret and all: https://polyv.gitbook.io/document/docs/live/api/buildsign
    private const string Secret = "fsq2k5weced1h8vui657xtdva66whf0g";
    private static readonly KeyValuePair<string, string?>[] Published =
    [
        new("channelIds", "2477096,2272655"),
        new("startDay", "2022-05-20"),
        new("endDay", "2022-06-18"),
        new("appId", "g4rqgmmjuo"),
        new("timestamp", "1660270926732"),
        new("page", null),
        new("size", null),
    ];

    private readonly PolyvSigner _signer = new();

    [Fact]
    public void Polyvs_published_sample_is_signed_as_published() =>
        Assert.Equal("0D2BDA2FD04D93A2B8832B91FD973C4D", _signer.Sign(Published, Secret).Value);

    // Computed independently of this code, with Python's hashlib: Polyv publishes no sample for SHA-256.
    [Fact]
    public void The_parameter_signatureMethod_chooses_SHA256_and_is_signed_itself() =>
        Assert.Equal(
            "C19D35BD44B2BD0A538D420D93F80C17EAD9604042098EA38621A2B5663ECEDF",
            _signer.Sign([.. Published, new("signatureMethod", "SHA256")], Secret).Value);

    [Fact]
    public void Blank_values_are_not_signed() =>
        Assert.Equal(
            _signer.Sign(Published, Secret), _signer.Sign([.. Published, new("a", ""), new("b", " ")], Secret));

    [Fact]
    public void Keys_are_sorted_by_their_bytes_and_the_secret_is_masked() =>
        Assert.Equal("***B2a1b3***", _signer.Sign([new("b", "3"), new("a", "1"), new("B", "2")], Secret).MaskedText);
}
